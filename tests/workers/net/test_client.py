"""Are connections kept, bounded and let go?"""

import threading
import time

import psutil  # type: ignore[import-untyped]
import pytest

from tests.workers.stream_server import StreamServer
from workers.net import pool as pool_module
from workers.net.client import HttpClient
from workers.net.deadline import time_limit
from workers.net.failure import FetchFailed
from workers.net.guard import UrlGuard


@pytest.fixture
def server():
    streams = StreamServer()
    yield streams
    streams.close()


def slowly(handler):
    time.sleep(0.05)
    handler.say(200, b"x" * 10_000)


def test_many_threads_share_a_bounded_number(server):
    server.files["/a"] = slowly
    client, failures = HttpClient(UrlGuard([server.host]), connections_per_host=4), []

    def ask():
        for _ in range(5):
            try:
                client.read(server.url + "/a", None, 20_000)
            except FetchFailed as failure:
                failures.append(failure)

    threads = [threading.Thread(target=ask) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert server.connections <= 4


def test_who_finds_none_free_in_time_gives_up(server):
    server.files["/a"] = b"x" * 1_000_000
    client = HttpClient(UrlGuard([server.host]), connections_per_host=1)
    with client.get(server.url + "/a"), pytest.raises(FetchFailed) as caught, time_limit(0.2):
        client.read(server.url + "/a", None, 2_000_000)
    assert caught.value.kind == "timeout"
    assert len(client.read(server.url + "/a", None, 2_000_000)[1]) == 1_000_000


def close_after(handler):
    handler.say(200, b"ok")
    handler.close_connection = True


def test_a_kept_connection_that_was_closed_is_replaced(server):
    server.files["/a"] = close_after
    client = HttpClient(UrlGuard([server.host]))
    for _ in range(4):
        assert client.read(server.url + "/a", None, 10)[1] == b"ok"


def test_idle_connections_are_closed(server, monkeypatch):
    monkeypatch.setattr(pool_module, "IDLE_SECONDS", 0.0)
    monkeypatch.setattr(pool_module, "_SWEEP_SECONDS", 0.0)
    server.files["/a"] = close_after
    other = StreamServer()
    other.files["/a"] = b"ok"
    client = HttpClient(UrlGuard([server.host, other.host]))
    client.read(server.url + "/a", None, 10)
    time.sleep(0.1)
    client.read(other.url + "/a", None, 10)
    port = int(server.host.split(":")[1])
    states = [
        c.status
        for c in psutil.Process().net_connections("tcp")
        if c.raddr and c.raddr.port == port
    ]
    other.close()
    assert psutil.CONN_CLOSE_WAIT not in states


def test_an_answer_cut_short(server):
    def speak(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", "100")
        handler.end_headers()
        handler.wfile.write(b"x" * 50)
        handler.close_connection = True

    server.files["/a"] = speak
    with pytest.raises(FetchFailed) as caught:
        HttpClient(UrlGuard([server.host])).read(server.url + "/a", None, 1000)
    assert caught.value.kind == "error"


def test_chunked_and_odd_characters(server):
    def speak(handler):
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        handler.wfile.write(b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")

    server.files["/%C3%A4%20b"] = speak
    client = HttpClient(UrlGuard([server.host]))
    assert client.read(server.url + "/ä b?x=1", None, 10)[1] == b"abcde"
    assert client.read(server.url + "/ä b", None, 10)[1] == b"abcde"
    assert server.connections == 1
