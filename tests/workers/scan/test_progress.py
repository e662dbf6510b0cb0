"""How far is the scan, and how long will it take?"""

from __future__ import annotations

import io

from workers.scan.progress import Progress


def test_time_left() -> None:
    now, stream = [0.0], io.StringIO()
    with Progress(3600, stream, lambda: now[0]) as progress:
        progress(600.0, 0)
        for seconds in (4.0, 11.0, 12.0):
            now[0] = seconds
            progress(600.0 + 60 * seconds, 2)
    assert stream.getvalue() == "21:00 of 1:00:00 (35%), 60x, 0:39 left, 2 matches\n"


def test_a_length_that_is_not_known() -> None:
    now, stream = [0.0], io.StringIO()
    progress = Progress(0, stream, lambda: now[0])
    progress(0.0, 0)
    now[0] = 20.0
    progress(1200.0, 1)
    assert stream.getvalue() == "20:00, 60x, 1 match\n"
