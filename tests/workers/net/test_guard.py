"""Which URLs does a worker refuse to open, and which addresses does it try?"""

import socket

import pytest

from scoreboard.addresses.guard import MAX_ADDRESSES
from workers.net.failure import FetchFailed
from workers.net.guard import UrlGuard


def resolve_to(monkeypatch, *addresses):
    def look_up(host, port, **_):
        return [
            (
                socket.AF_INET6 if ":" in address else socket.AF_INET,
                socket.SOCK_STREAM,
                6,
                "",
                (address, port),
            )
            for address in addresses
        ]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)


def test_one_private_address_among_public_ones_is_enough(monkeypatch):
    resolve_to(monkeypatch, "8.8.8.8", "1.1.1.1", "9.9.9.9", "8.8.4.4", "10.0.0.1")
    with pytest.raises(FetchFailed, match="private address"):
        UrlGuard().addresses("video.example", 443, 1)


def test_what_was_checked_is_what_is_connected_to(monkeypatch):
    resolve_to(monkeypatch, "8.8.8.8")
    assert UrlGuard().addresses("video.example", 443, 1) == ["8.8.8.8"]


@pytest.mark.parametrize(
    ("resolved", "tried"),
    [
        (["8.8.8.8", "2a00::1"], ["8.8.8.8", "2a00::1"]),
        (["2a00::1", "2a00::2", "2a00::3", "8.8.8.8"], ["2a00::1", "8.8.8.8", "2a00::2"]),
        (["8.8.8.1", "8.8.8.2", "8.8.8.3", "2a00::1"], ["8.8.8.1", "2a00::1", "8.8.8.2"]),
        ([f"8.8.8.{n}" for n in range(200)], ["8.8.8.0", "8.8.8.1", "8.8.8.2"]),
    ],
)
def test_few_addresses_and_both_families(monkeypatch, resolved, tried):
    resolve_to(monkeypatch, *resolved)
    assert UrlGuard().addresses("video.example", 443, 1) == tried
    assert len(tried) <= MAX_ADDRESSES


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


@pytest.mark.parametrize("url", ["http://example.org/" + "a" * 5000, "http://a\n.example/", "x"])
def test_the_form_of_a_url(url):
    with pytest.raises(FetchFailed) as caught:
        UrlGuard().check(url)
    assert caught.value.kind == "refused"
