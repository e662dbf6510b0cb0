"""Is a host behind a private authority read when SSL_CERT_FILE names that, and refused otherwise?"""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from streamlink.exceptions import PluginError

from arena.clips.encode import Encoding
from arena.opening import Programme
from arena.script.scenario import parse
from arena.serve import Arena, serve
from bench.load.authority import Authority, authority
from scoreboard.addresses.guard import AddressGuard
from webapp.hooks.send import post as post_module
from webapp.hooks.send.post import NotSent, post
from workers.net.client import HttpClient
from workers.net.failure import FetchFailed
from workers.net.guard import UrlGuard
from workers.net.plugin_session import plugin_session
from workers.net.requests_adapter import GuardedAdapter

ONE_CHANNEL = {
    "channels": [
        {
            "game": "pubg",
            "channel": "one",
            "steps": [{"phase": "playing", "alive": 9, "seconds": 60}],
        }
    ]
}
UNKNOWN = r"The host's certificate is not from a trusted authority \(.*certificate.*\)\."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("authority")


@pytest.fixture(scope="module")
def known(folder: Path) -> Authority:
    return authority(folder)


@contextmanager
def broadcast(by: Authority, folder: Path) -> Iterator[Arena]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(by.server)
    encoding = Encoding(frames_per_second=5)
    parts = parse(ONE_CHANNEL, encoding.segment_seconds)
    programme = Programme(scenario=parts, encoding=encoding, library=folder / "library")
    with serve(programme, encryption=context) as arena:
        yield arena


@pytest.fixture(scope="module")
def arena(known: Authority, folder: Path) -> Iterator[Arena]:
    with broadcast(known, folder) as arena:
        yield arena


def read(url: str) -> bytes:
    return HttpClient(UrlGuard(["127.0.0.1"])).read(url, None, 100_000)[1]


def plugin_read(url: str) -> bytes:
    guard = UrlGuard(["127.0.0.1"])
    session = plugin_session({"http-trust-env": False}, partial(GuardedAdapter, guard))
    return session.http.get(url).content


def test_who_is_told_of_the_authority_reads(
    arena: Arena, known: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(known.certificate))
    url = arena.playlist_url("one")
    assert read(url).startswith(b"#EXTM3U")
    assert plugin_read(url).startswith(b"#EXTM3U")
    monkeypatch.setattr(post_module, "_trust", post_module._trust.__wrapped__)
    assert post(url, {}, b"", AddressGuard(["127.0.0.1"]), 5).status == 405


def test_public_authorities_are_trusted_beside_it(
    known: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = len(HttpClient(UrlGuard())._pool._context.get_ca_certs())
    monkeypatch.setenv("SSL_CERT_FILE", str(known.certificate))
    found = HttpClient(UrlGuard())._pool._context.get_ca_certs()
    assert len(found) > min(100, before)
    assert [each for each in found if "authority" in str(each["subject"])]


def test_who_is_not_told_refuses_in_a_sentence(
    arena: Arena, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority(folder, "another").certificate))
    url = arena.playlist_url("one")
    with pytest.raises(FetchFailed, match=UNKNOWN) as caught:
        read(url)
    assert caught.value.kind == "error"
    with pytest.raises(PluginError):
        plugin_read(url)
    monkeypatch.setattr(post_module, "_trust", post_module._trust.__wrapped__)
    with pytest.raises(NotSent, match=UNKNOWN):
        post(url, {}, b"", AddressGuard(["127.0.0.1"]), 5)


def test_a_certificate_of_another_host_is_refused_in_a_sentence(
    arena: Arena, known: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(known.certificate))
    url = arena.playlist_url("one").replace("127.0.0.1", "localhost")
    client = HttpClient(UrlGuard(["localhost"]))
    with pytest.raises(FetchFailed, match=r"The host's certificate is invalid \(Hostname mism.*\)"):
        client.read(url, None, 100_000)
