"""Is a recording told from others without what its address keeps secret?"""

from __future__ import annotations

import pytest

from scoreboard.scans.shown import shown_address


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://ada:pw@host.example/a/b.mp4?token=secret#x", "host.example/a/b.mp4"),
        (
            "https://www.youtube.com/watch?v=abc_-1&pp=secret&list=x",
            "www.youtube.com/watch?v=abc_-1",
        ),
        ("https://youtube.com/watch?list=x", "youtube.com/watch"),
        ("https://notyoutube.com/watch?v=secret", "notyoutube.com/watch"),
        ("https://[bad/a?v=secret", "the address"),
    ],
)
def test_what_is_shown_of_an_address(address: str, shown: str) -> None:
    assert shown_address(address) == shown
