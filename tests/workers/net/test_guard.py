"""Which addresses does a worker refuse to ask?"""

import socket

import pytest

from workers.net.failure import FetchFailed
from workers.net.guard import UrlGuard, is_public


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_public(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.9.9.9",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "198.18.0.1",
        "240.0.0.1",
        "::1",
        "::",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2002:a00:1::",
        "2001:db8::1",
        "ff02::1",
    ],
)
def test_not_public(address):
    assert not is_public(address)


def resolve_to(monkeypatch, *addresses):
    def look_up(host, port, **_):
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses
        ]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)


def test_one_private_address_among_public_ones_is_enough(monkeypatch):
    resolve_to(monkeypatch, "8.8.8.8", "10.0.0.1")
    with pytest.raises(FetchFailed, match="private address"):
        UrlGuard().addresses("video.example", 443, 1)


def test_what_was_checked_is_what_is_connected_to(monkeypatch):
    resolve_to(monkeypatch, "8.8.8.8")
    assert UrlGuard().addresses("video.example", 443, 1) == ["8.8.8.8"]


@pytest.mark.parametrize(
    ("allowed", "port", "passes"),
    [
        ("arena", 80, True),
        ("ARENA", 80, True),
        ("arena:80", 80, True),
        ("arena:81", 80, False),
        ("other", 80, False),
        ("", 80, False),
    ],
)
def test_allowed_hosts(monkeypatch, allowed, port, passes):
    resolve_to(monkeypatch, "10.0.0.1")
    if passes:
        assert UrlGuard([allowed]).addresses("Arena", port, 1) == ["10.0.0.1"]
    else:
        with pytest.raises(FetchFailed):
            UrlGuard([allowed]).addresses("Arena", port, 1)


def test_a_slow_look_up_ends_in_time(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: __import__("time").sleep(0.5))
    with pytest.raises(FetchFailed) as caught:
        UrlGuard().addresses("slow.example", 80, 0.1)
    assert caught.value.kind == "timeout"
