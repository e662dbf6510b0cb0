"""Is there one rule of which hosts may be contacted, and is it the strict one?"""

import ast
import ipaddress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoreboard.addresses.endpoint import Endpoint, UrlRefused, endpoint, is_allowed
from scoreboard.addresses.public import is_public

ROOT = Path(__file__).parents[2]
OURS = ("arena", "bench", "demo", "scoreboard", "training", "webapp", "workers")

PUBLIC = [
    "1.1.1.1",
    "8.8.8.8",
    "93.184.215.14",
    "100.63.255.255",
    "100.128.0.0",
    "172.15.255.255",
    "172.32.0.0",
    "192.0.1.0",
    "198.17.255.255",
    "198.20.0.0",
    "223.255.255.255",
    "2001:200::1",
    "2001:4860:4860::8888",
    "2606:4700::1111",
    "2a00:1450::1",
    "3fff:1000::1",
    "::ffff:8.8.8.8",
    "64:ff9b::808:808",
]
NOT_PUBLIC = [
    # IANA IPv4 Special-Purpose Address Registry and multicast
    "0.0.0.0",
    "0.255.255.255",
    "10.1.2.3",
    "100.64.0.1",
    "100.127.255.255",
    "127.0.0.1",
    "127.255.255.255",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.0.8",
    "192.0.0.9",
    "192.0.0.170",
    "192.0.2.1",
    "192.31.196.1",
    "192.52.193.1",
    "192.88.99.1",
    "192.168.1.1",
    "192.175.48.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.1",
    "203.0.113.9",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    # IANA IPv6 Special-Purpose Address Registry, and what lies outside of global unicast
    "::",
    "::1",
    "::7f00:1",
    "::808:808",
    "::169.254.169.254",
    "::ffff:0:808:808",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:192.0.0.9",
    "64:ff9b::7f00:1",
    "64:ff9b::10.0.0.1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:0:1::808:808",
    "64:ff9b:1::1",
    "64:ff9b:1::808:808",
    "100::1",
    "100:0:0:1::1",
    "2001::1",
    "2001:0:808:808::f7f7:f7f7",
    "2001:1::1",
    "2001:2::1",
    "2001:3::1",
    "2001:4:112::1",
    "2001:10::1",
    "2001:20::1",
    "2001:30::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:a00:1::",
    "2002:808:808::1",
    "2620:4f:8000::1",
    "3fff::1",
    "3fff:fff::1",
    "4000::1",
    "5f00::1",
    "5f00:ffff::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fec0::1",
    "feff::1",
    "ff02::1",
    "ff0e::1",
    # with a zone, or no address
    "fe80::1%eth0",
    "2606:4700::1111%eth0",
    "::ffff:8.8.8.8%eth0",
    "64:ff9b::808:808%1",
    "2606:4700::1111%",
    "8.8.8.8%1",
    "",
    "localhost",
    "2130706433",
    "0x7f.1",
    "127.1",
    "010.8.8.8",
]


@pytest.mark.parametrize("address", PUBLIC)
def test_public(address):
    assert is_public(address)


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_not_public(address):
    assert not is_public(address)


@given(st.ip_addresses(v=4) | st.ip_addresses(v=6))
def test_never_wider_than_what_python_knows(ip):
    """Python's flags miss blocks, but none that it calls private or multicast is public to us."""
    if is_public(str(ip)) and ip not in ipaddress.ip_network("::/32"):
        wrapped = ip in ipaddress.ip_network("64:ff9b::/96")
        assert wrapped or (ip.is_global and not ip.is_multicast and not ip.is_reserved)


ALIKE = [
    ("http://cdn.example.org/a.m3u8?x=1", Endpoint("http", "cdn.example.org", 80)),
    ("HTTPS://CDN.Example.org:8443", Endpoint("https", "cdn.example.org", 8443)),
    ("http://cdn.example.org.:/", Endpoint("http", "cdn.example.org", 80)),
    ("http://Bücher.example/", Endpoint("http", "xn--bcher-kva.example", 80)),
    ("http://xn--bcher-kva.example./", Endpoint("http", "xn--bcher-kva.example", 80)),
    ("http://a_b.example/", Endpoint("http", "a_b.example", 80)),
    ("http://arena:9000/", Endpoint("http", "arena", 9000)),
    ("http://127.0.0.1.:9000/", Endpoint("http", "127.0.0.1", 9000)),
    ("http://１２７.0.0.1/", Endpoint("http", "127.0.0.1", 80)),
    ("http://127。0。0。1/", Endpoint("http", "127.0.0.1", 80)),
    ("http://[2606:4700:0::1111]:8080/", Endpoint("http", "2606:4700::1111", 8080)),
]
REFUSED = [
    ("ftp://example.org/", "Only http and https"),
    ("example.org", "Only http and https"),
    ("", "Only http and https"),
    ("http://", "no host"),
    ("http:///path", "no host"),
    ("http://user@example.org/", "user name"),
    ("http://user:secret@example.org/", "user name"),
    ("http://@example.org/", "user name"),
    ("http://:@example.org/", "user name"),
    ("http://example.org\\@127.0.0.1/", "user name"),
    ("http://2130706433/", "IPv4"),
    ("http://0x7f000001/", "IPv4"),
    ("http://0x7f.0.0.1/", "IPv4"),
    ("http://127.0.0.0x1/", "IPv4"),
    ("http://0177.0.0.1/", "IPv4"),
    ("http://127.1/", "IPv4"),
    ("http://127.1./", "IPv4"),
    ("http://127.0.0.1.1/", "IPv4"),
    ("http://256.0.0.1/", "IPv4"),
    ("http://example.1/", "IPv4"),
    ("http://[fe80::1%25eth0]/", "IPv6"),
    ("http://[fe80::1%eth0]/", "IPv6"),
    ("http://[2606:4700::1111%25eth0]/", "IPv6"),
    ("http://[127.0.0.1]/", "IPv6|valid URL"),
    ("http://[::1]x/", "IPv6|valid URL"),
    ("http://x[::1]/", "IPv6|valid URL"),
    ("http://[v1.x]/", "IPv6"),
    ("http://[::1/", "valid URL"),
    ("http://example.org:99999/", "valid URL"),
    ("http://example.org:x/", "valid URL"),
    ("http://example.org:0/", "port"),
    ("http://example.org../", "host name"),
    ("http://.example.org/", "host name"),
    ("http://-example.org/", "host name"),
    ("http://exa%6dple.org/", "host name"),
    ("http://127.0.0.1%2f.example.org/", "host name"),
    ("http://example.org\\.evil.example/", "host name"),
    ("http://exa mple.org/", "host name"),
    (f"http://{'a' * 64}.example/", "host name"),
    (f"http://{'a.' * 127}example/", "host name"),
    (f"http://good.example{chr(0x34F) * 400}.evil.example/", "host name"),
    ("http://exa\u00admple.org/", "unprintable"),
    ("http://example.org/\r\nHost: x", "unprintable"),
]


@pytest.mark.parametrize(("url", "found"), ALIKE)
def test_one_spelling_of_a_host(url, found):
    assert endpoint(url) == found


@pytest.mark.parametrize(("url", "words"), REFUSED)
def test_refused(url, words):
    with pytest.raises(UrlRefused, match=words):
        endpoint(url)


@given(st.text(max_size=80))
def test_any_text_gives_a_plain_host_or_a_sentence(text):
    found: Endpoint | None = None
    sentence = ""
    try:
        found = endpoint(f"http://{text}")
    except UrlRefused as refused:
        sentence = str(refused)
    if found is None:
        assert sentence.endswith(".")
    else:
        assert found.host.isascii()
        assert not set(found.host) & set("%@/\\[] ")
        assert 0 < found.port < 65536


@pytest.mark.parametrize(
    ("host", "port", "allowed", "is_it"),
    [
        ("arena", 80, ["arena"], True),
        ("arena", 80, [" ARENA "], True),
        ("arena", 80, ["arena:80"], True),
        ("arena", 80, ["arena:81"], False),
        ("arena", 80, ["", "other"], False),
        ("::1", 80, ["[::1]:80"], True),
        ("::1", 80, ["::1"], True),
        ("::1", 81, ["[::1]:80"], False),
    ],
)
def test_allowed(host, port, allowed, is_it):
    assert is_allowed(host, port, allowed) is is_it


def test_no_other_module_decides_it():
    """``ipaddress`` has flags, and its networks can hold a table: both belong to the one module alone."""
    flags = {
        *("is_global", "is_private", "is_reserved", "is_multicast", "is_link_local"),
        *("is_site_local", "is_unspecified", "sixtofour", "teredo"),
    }
    used = {
        f"{path.relative_to(ROOT)}: {node.attr}"
        for folder in OURS
        for path in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and node.attr in flags
    }
    assert used == set()
