"""Do cookies go back to who set them, and to nobody else?"""

import pytest

from workers.net.cookies import MAX_COOKIES, MAX_SENT_CHARACTERS, CookieJar
from workers.net.set_cookie import Cookie

URL = "https://live.example.com/channel/master.m3u8"


def after(*lines, url=URL):
    jar = CookieJar()
    jar.note(url, lines)
    return jar


@pytest.mark.parametrize(
    ("line", "url", "sent"),
    [
        ("a=1", URL, "a=1"),
        ("a=1", "https://live.example.com/channel/720p/s1.ts", "a=1"),
        ("a=1", "https://live.example.com/channel", "a=1"),
        ("a=1", "https://live.example.com/channels/x", ""),
        ("a=1", "https://live.example.com:8443/channel/x", "a=1"),
        ("a=1; Path=/", "https://live.example.com/", "a=1"),
        ("a=1; path=/channel/", "https://live.example.com/channel/x", "a=1"),
        ("a=1; Path=/other", URL, ""),
        ("a=1; Path=other", "https://live.example.com/channel/x", "a=1"),
        ("a=1; Path=/", "https://example.com/", ""),
        ("a=1; Path=/", "https://cdn.example.com/", ""),
        ("a=1; Path=/; Domain=example.com", "https://cdn.example.com/", "a=1"),
        ("a=1; Path=/; Domain=.Example.COM", "https://a.cdn.example.com/", "a=1"),
        ("a=1; Path=/; Domain=example.com", "https://badexample.com/", ""),
        ("a=1; Path=/; Domain=example.com", "https://example.com.bad.net/", ""),
        ("a=1; Path=/; Domain=live.example.com", "https://x.live.example.com/", "a=1"),
        ("a=1; Path=/; Domain=cdn.example.com", "https://cdn.example.com/", ""),
        ("a=1; Path=/; Domain=other.net", "https://other.net/", ""),
        ("a=1; Path=/; Domain=com", "https://example.com/", ""),
        ("a=1; Path=/; Domain=", URL, "a=1"),
        ("a=1; Secure", URL, "a=1"),
        ("a=1; Secure", URL.replace("https", "http"), ""),
        ("a=1", URL.replace("https", "http"), "a=1"),
        ("a=1; Max-Age=60", URL, "a=1"),
        ("a=1; Max-Age=0", URL, ""),
        ("a=1; Max-Age=-5", URL, ""),
        ("a=1; Expires=Wed, 01 Jan 2070 00:00:00 GMT", URL, "a=1"),
        ("a=1; Expires=Wed, 01-Jan-2020 00:00:00 GMT", URL, ""),
        ("a=1; Expires=Wed, 01 Jan 2020 00:00:00 GMT; Max-Age=60", URL, "a=1"),
        ("a=1; Expires=when it suits", URL, "a=1"),
        ("a=b=c; HttpOnly; SameSite=None", URL, "a=b=c"),
        ('a="x y"', URL, 'a="x y"'),
        ("a=", URL, "a="),
        ("=1", URL, ""),
        ("a", URL, ""),
        ("", URL, ""),
        ("a=1\r\nX-Evil: 1", URL, ""),
        ("a=\x00", URL, ""),
        ("a=" + "1" * 5000, URL, ""),
    ],
)
def test_who_gets_a_cookie(line, url, sent):
    assert after(line).header(url) == sent


def test_an_address_of_numbers_has_no_hosts_below():
    jar = after("a=1; Path=/; Domain=0.0.1", url="http://127.0.0.1/x")
    assert jar.cookies == ()
    assert after("a=1; Domain=127.0.0.1", url="http://127.0.0.1/x").header("http://127.0.0.1/y")


def test_a_newer_one_replaces_and_an_expired_one_removes():
    jar = after("a=1", "b=2", "a=3", "b=; Max-Age=0")
    assert jar.header(URL) == "a=3"


def test_longer_paths_first():
    assert after("a=1; Path=/", "b=2; Path=/channel").header(URL) == "b=2; a=1"


def test_bounds():
    jar = after(*[f"c{number}={'x' * 4000}" for number in range(1000)])
    assert len(jar.cookies) == MAX_COOKIES
    assert 0 < len(jar.header(URL)) <= MAX_SENT_CHARACTERS


def test_a_value_is_not_shown():
    assert "secret" not in repr(Cookie("name", "secret", "host"))
    assert "secret" not in repr(after("name=secret").cookies)
