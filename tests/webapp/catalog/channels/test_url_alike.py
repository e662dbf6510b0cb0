"""Do the site and the workers agree on which URLs may be opened?"""

import socket

import pytest

from tests.scoreboard.test_addresses import ALIKE, NOT_PUBLIC, PUBLIC, REFUSED
from workers.net.failure import FetchFailed
from workers.net.guard import UrlGuard


def checked_by_worker(url):
    guard = UrlGuard(["allowed.example:81", "10.9.9.9"])
    try:
        found = guard.endpoint(url)
        guard.addresses(found.host, found.port, 5)
    except FetchFailed as failure:
        return failure.kind != "refused"
    return True


def checked_by_site(url):
    from webapp.catalog.channels.url_check import UrlRefused, check_stream_url, resolve_host

    try:
        check_stream_url(url, ["allowed.example:81", "10.9.9.9"], resolve_host, lambda url: True)
    except UrlRefused:
        return False
    return True


@pytest.mark.parametrize(
    "url",
    [
        *(url for url, _ in ALIKE + REFUSED),
        "http://10.9.9.9./",
        "http://10.9.9.9:5000/",
        "http://10.9.9.8/",
        "http://allowed.example:81/",
        "http://allowed.example/",
        *(f"http://[{a}]/" if ":" in a else f"http://{a}/" for a in PUBLIC + NOT_PUBLIC if a),
    ],
)
@pytest.mark.parametrize("behind", ["8.8.8.8", "10.0.0.1", "::7f00:1", "fe80::1%eth0"])
def test_worker_and_site_treat_every_url_alike(site, monkeypatch, url, behind):
    family = socket.AF_INET6 if ":" in behind else socket.AF_INET
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda *_, **__: [(family, socket.SOCK_STREAM, 6, "", (behind, 80))]
    )
    assert checked_by_worker(url) == checked_by_site(url)
