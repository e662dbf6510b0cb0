"""Does a request obey its limits, and reach no address but those that were checked?"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from scoreboard.addresses.guard import AddressGuard
from webapp.hooks.send.post import MAX_ANSWER_BYTES, Answer, NoAnswer, NotSent, post

SECONDS = 0.5


@contextmanager
def server(*pieces: bytes, every: float = 0.0) -> Iterator[tuple[int, list[bytes]]]:
    """Takes one connection, reads the request, and writes ``pieces`` with a pause after each."""
    got: list[bytes] = []
    listening = socket.create_server(("127.0.0.1", 0))
    ends = threading.Event()

    def serve() -> None:
        with listening, listening.accept()[0] as connection:
            got.append(connection.recv(65536))
            try:
                for piece in pieces:
                    connection.sendall(piece)
                    if ends.wait(every):
                        return
                if every:
                    ends.wait(5)
            except OSError:
                pass

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield listening.getsockname()[1], got
    finally:
        ends.set()


def sent(port: int, path: str = "/", allowed: bool = True) -> Answer:
    guard = AddressGuard([f"127.0.0.1:{port}"] if allowed else [])
    return post(f"http://127.0.0.1:{port}{path}", {"X-One": "1"}, b"{}", guard, SECONDS)


def test_a_request_is_sent_as_it_is_and_its_answer_told() -> None:
    with server(b"HTTP/1.1 202 Accepted\r\nX-Two: 2\r\nContent-Length: 2\r\n\r\nok") as (port, got):
        answer = sent(port, "/a%20b?c=d&e=ü")
    assert (answer.status, answer.headers["x-two"], answer.body) == (202, "2", b"ok")
    head, _, body = got[0].partition(b"\r\n\r\n")
    assert head.startswith(b"POST /a%20b?c=d&e=%C3%BC HTTP/1.1\r\n")
    assert f"Host: 127.0.0.1:{port}".encode() in head
    assert b"Content-Length: 2" in head
    assert body in (b"{}", b"")  # a segment of its own, perhaps


def test_a_private_address_gets_nothing() -> None:
    with server() as (port, got), pytest.raises(NotSent, match="private address"):
        sent(port, allowed=False)
    assert got == []


def test_the_name_is_looked_up_once_and_the_connection_goes_there(monkeypatch) -> None:
    asked = []

    def look_up(name, *_, **__):
        asked.append(name)
        address = "127.0.0.1" if len(asked) == 1 else "10.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 0))]

    with server(b"HTTP/1.1 204 No Content\r\n\r\n") as (port, _):
        guard = AddressGuard([f"hooks.example:{port}"])
        monkeypatch.setattr(socket, "getaddrinfo", look_up)
        answer = post(f"http://hooks.example:{port}/", {}, b"{}", guard, SECONDS)
    assert (answer.status, asked) == (204, ["hooks.example"])


def test_a_name_that_leads_to_a_private_address_is_refused(monkeypatch) -> None:
    def look_up(*_, **__):
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, 0))
            for each in ("8.8.8.8", "10.0.0.1")
        ]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    with pytest.raises(NotSent, match="private address"):
        post("https://hooks.example/", {}, b"{}", AddressGuard(), SECONDS)


@pytest.mark.parametrize(
    "pieces",
    [
        (),
        (b"H",) * 100,
        (b"HTTP/1.1 100 Continue\r\n\r\n",) * 100,
        (b"HTTP/1.1 204 No Content\r\n", *(b"X: 1\r\n",) * 100),
    ],
    ids=["nothing", "drop by drop", "continue", "headers"],
)
def test_an_answer_that_does_not_come_in_time_is_none(pieces: tuple[bytes, ...]) -> None:
    began = time.monotonic()
    with server(*pieces, every=0.05) as (port, _), pytest.raises(NoAnswer):
        sent(port)
    assert time.monotonic() - began < SECONDS + 1.0


def test_a_body_without_end_is_not_read_to_it() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n"
    with server(head, *(b"x" * 60_000,) * 100) as (port, _):
        answer = sent(port)
    assert (answer.status, len(answer.body)) == (200, MAX_ANSWER_BYTES)


def test_a_body_that_does_not_come_changes_nothing() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n"
    with server(head, every=0.05) as (port, _):
        assert sent(port).status == 200


@pytest.mark.parametrize(
    "said", [b"", b"220 smtp.example\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + b"X: 1\r\n" * 500 + b"\r\n"]
)
def test_what_is_no_answer_is_told_as_none(said: bytes) -> None:
    with server(said) as (port, _), pytest.raises(NoAnswer):
        sent(port)


def test_one_that_listens_no_more_has_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    with pytest.raises(NotSent, match="refused"):
        sent(port)


def test_encryption_that_is_none_has_nothing() -> None:
    with server(b"HTTP/1.1 200 OK\r\n\r\n") as (port, _):
        guard = AddressGuard([f"127.0.0.1:{port}"])
        with pytest.raises(NotSent, match="encryption"):
            post(f"https://127.0.0.1:{port}/", {}, b"{}", guard, SECONDS)
