"""Which URLs may be watched?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

PUBLIC = {"203.0.113.9", "93.184.215.14"}


@pytest.fixture
def check(site):
    from webapp.catalog.channels.url_check import check_stream_url

    def checked(url, allowed=frozenset(), addresses=("93.184.215.14",), opens=lambda url: True):
        return check_stream_url(url, allowed, lambda host: addresses, opens)

    return checked


@pytest.fixture
def refused(site):
    from webapp.catalog.channels.url_check import UrlRefused

    return UrlRefused


def test_a_public_stream_is_taken_as_it_is(check):
    assert (
        check("  https://cdn.example.org/live/a.m3u8?x=1 ")
        == "https://cdn.example.org/live/a.m3u8?x=1"
    )


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("file:///etc/passwd", "Only http and https"),
        ("rtmp://example.org/live", "Only http and https"),
        ("example.org/a.m3u8", "Only http and https"),
        ("", "Only http and https"),
        ("http://", "no host"),
        ("http://[::1/a.m3u8", "not a valid URL"),
        ("http://example.org:99999/a.m3u8", "not a valid URL"),
        ("http://me:secret@example.org/a.m3u8", "a user name or a password"),
        ("http://example.org/a b.m3u8", "cannot contain"),
        ("http://example.org/\r\nHost: x", "cannot contain"),
        ("http://example.org\\@127.0.0.1/a.m3u8", "cannot contain"),
        ("https://example.org/" + "a" * 10_000_000, "10,000,020 characters"),
    ],
)
def test_what_is_no_url_of_a_stream_is_refused_with_a_sentence(check, refused, url, words):
    with pytest.raises(refused, match=words):
        check(url)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.1",
        "172.16.0.1",
        "169.254.169.254",
        "0.0.0.0",
        "100.64.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "::1",
        "fe80::1%eth0",
        "fc00::1",
        "::ffff:127.0.0.1",
        "2002:7f00:1::",
        "64:ff9b:1::1",
        "64:ff9b::10.0.0.1",
        "2001:0:808:808::1",
        "fec0::1",
        "::8.8.8.8",
        "5f00::1",
    ],
)
def test_private_addresses_are_refused_however_they_are_reached(check, refused, address):
    with pytest.raises(refused, match="private address"):
        check("https://innocent.example.org/a.m3u8", addresses=("93.184.215.14", address))


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/a.m3u8", "http://[::1]/a.m3u8", "http://[::ffff:10.0.0.1]/a.m3u8"]
)
def test_a_private_address_is_refused_without_asking_for_its_name(check, refused, url):
    with pytest.raises(refused, match="private address"):
        check(url, addresses=PUBLIC)


@pytest.mark.parametrize("allowed", ["127.0.0.1", "127.0.0.1:9000"])
def test_a_private_host_is_watched_where_it_is_allowed(check, allowed):
    assert check("http://127.0.0.1:9000/a.m3u8", {allowed}, addresses=("127.0.0.1",))


def test_another_port_of_an_allowed_host_is_not_allowed(check, refused):
    with pytest.raises(refused, match="private address"):
        check("http://127.0.0.1:6379/a.m3u8", {"127.0.0.1:9000"})


def test_a_name_without_address_gets_its_own_sentence(check, refused):
    with pytest.raises(refused, match="does not exist"):
        check("https://nowhere.example.org/a.m3u8", addresses=())


@pytest.mark.parametrize(
    ("url", "opens"),
    [
        ("https://www.twitch.tv/someone", True),
        ("https://cdn.example.org/a.m3u8", True),
        ("https://cdn.example.org/a.mpd", True),
        ("https://example.org/", False),
        ("https://example.org/a.txt", False),
    ],
)
def test_streamlink_says_what_it_opens(site, url, opens):
    from webapp.catalog.channels.url_check import opened_by_streamlink

    assert opened_by_streamlink(url) is opens


def test_a_url_no_plugin_opens_is_refused(check, refused):
    with pytest.raises(refused, match="cannot open this URL"):
        check("https://example.org/", opens=lambda url: False)


@given(st.text(max_size=60))
def test_any_text_gets_a_url_or_a_sentence(text):
    from webapp.catalog.channels.url_check import UrlRefused, check_stream_url

    try:
        said = check_stream_url(f"http://{text}", (), lambda host: PUBLIC, lambda url: True) + "."
    except UrlRefused as refused:
        said = str(refused)
    assert said.endswith(".")
