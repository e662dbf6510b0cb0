"""Does the link of a submission stay out of the log, and everything else in it?"""

from __future__ import annotations

import logging

import pytest

from webapp.joining.access_log import WithoutLinks


@pytest.mark.parametrize(
    ("path", "logged"),
    [
        ("/add/15.Hq3-_x/", "/add/.../"),
        ("/add/15.Hq3-_x/remove/?a=b", "/add/.../remove/?a=b"),
        ("/add/15.Hq3-_x", "/add/..."),
        ("/add/?game=pubg", "/add/?game=pubg"),
        ("/matches/15/", "/matches/15/"),
    ],
)
def test_what_is_logged_of_a_request(path: str, logged: str) -> None:
    """As uvicorn logs it: client, method, path, version, status."""
    words = ("127.0.0.1:1", "GET", path, "1.1", 200)
    record = logging.LogRecord("uvicorn.access", 20, "", 0, '%s - "%s %s HTTP/%s" %d', words, None)
    assert WithoutLinks().filter(record)
    assert record.getMessage() == f'127.0.0.1:1 - "GET {logged} HTTP/1.1" 200'
