"""Does every read stop at what was asked for, whatever the headers promise?"""

import gzip
import inspect

import pytest
from streamlink.exceptions import PluginError
from streamlink.session.session import Streamlink

from scoreboard.addresses import connection as connection_module
from tests.workers.stream_server import StreamServer, endless
from workers.capture.hls.records import Segment, Span
from workers.capture.hls.segment import FIRST_BYTES, Segments
from workers.look.failure import CaptureFailed
from workers.net.client import Answer, HttpClient
from workers.net.failure import FetchFailed
from workers.net.guard import UrlGuard
from workers.net.requests_adapter import GuardedAdapter

HUGE = 400_000_000
BUFFER = 32 * 1024


@pytest.fixture
def server():
    streams = StreamServer()
    yield streams
    streams.close()


@pytest.fixture
def client(server):
    return HttpClient(UrlGuard([server.host]))


@pytest.fixture
def taken(monkeypatch):
    """How many bytes were read from sockets."""
    counts = []
    readinto = connection_module._LimitedReads.readinto

    def counting(self, buffer):
        count = readinto(self, buffer)
        counts.append(count or 0)
        return count

    monkeypatch.setattr(connection_module._LimitedReads, "readinto", counting)
    return counts


def answering(status, *, length=None, content_range=None, chunked=False):
    """A server that sends hundreds of megabytes whatever it was asked for."""

    def speak(handler):
        handler.send_response(status)
        if content_range:
            handler.send_header("Content-Range", content_range)
        if length is not None:
            handler.send_header("Content-Length", str(length))
        if chunked:
            handler.send_header("Transfer-Encoding", "chunked")
        if length is None and not chunked:
            handler.send_header("Connection", "close")
        handler.end_headers()
        handler.close_connection = True
        piece = bytes(1_000_000)
        for _ in range(HUGE // len(piece)):
            handler.wfile.write(b"f4240\r\n" + piece + b"\r\n" if chunked else piece)

    return speak


LIARS = {
    "206 of the whole": answering(206, length=HUGE, content_range=f"bytes 0-{HUGE - 1}/{HUGE}"),
    "206 that says the range": answering(206, length=HUGE, content_range="bytes 0-163839/*"),
    "206 chunked": answering(206, chunked=True, content_range="bytes 0-163839/400000000"),
    "206 without length": answering(206, content_range="bytes 0-163839/400000000"),
    "200 of the whole": answering(200, length=HUGE),
    "200 chunked": answering(200, chunked=True),
    "200 without length": answering(200),
}


@pytest.mark.parametrize("liar", LIARS)
def test_a_range(server, client, taken, liar):
    server.files["/s"] = LIARS[liar]
    with client.get(server.url + "/s", {"Range": "bytes=0-999"}) as answer:
        assert sum(map(len, answer.chunks(1000))) == 1000
    assert sum(taken) <= 1000 + 2 * BUFFER
    assert server.connections == 1
    server.files["/s"] = b"x" * 2000
    client.read(server.url + "/s", None, 2000)
    assert server.connections == 2, "the connection was not dropped"


@pytest.mark.parametrize("liar", LIARS)
def test_a_segment(server, client, taken, liar):
    server.files["/s"] = LIARS[liar]
    segment = Segment(server.url + "/s", 1, 2.0)
    chunks = Segments(client).chunks(segment, {})
    assert len(next(chunks)) <= FIRST_BYTES
    chunks.close()
    assert sum(taken) <= FIRST_BYTES + 2 * BUFFER


def test_a_range_far_into_a_file_whose_server_ignores_ranges(server, client, taken):
    server.files["/s"] = LIARS["200 of the whole"]
    segment = Segment(server.url + "/s", 1, 2.0, span=Span(300_000_000, 1000))
    with pytest.raises(CaptureFailed) as caught:
        list(Segments(client).chunks(segment, {}))
    assert caught.value.state == "refused"
    assert sum(taken) <= 2 * BUFFER


@pytest.mark.parametrize("length", [None, HUGE])
def test_a_whole_body(server, client, taken, length):
    server.files["/s"] = answering(200, length=length)
    with pytest.raises(FetchFailed) as caught:
        client.read(server.url + "/s", None, 100_000)
    assert caught.value.kind == "refused"
    assert sum(taken) <= 100_000 + 2 * BUFFER


def packed(body, **headers):
    return lambda handler: handler.say(
        200, body, {"Content-Encoding": "gzip", "Content-Length": str(len(body)), **headers}
    )


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (gzip.compress(bytes(50_000_000)), "refused"),
        (gzip.compress(b"x" * 1000)[:-9], "error"),
        (b"no gzip", "error"),
    ],
    ids=["large", "cut", "no gzip"],
)
def test_a_packed_body(server, client, body, kind):
    server.files["/s"] = packed(body)
    with pytest.raises(FetchFailed) as caught:
        client.read(server.url + "/s", None, 100_000)
    assert caught.value.kind == kind


def test_a_packed_body_of_exactly_the_limit(server, client):
    server.files["/s"] = packed(gzip.compress(b"x" * 1000))
    assert client.read(server.url + "/s", None, 1000)[1] == b"x" * 1000
    server.files["/s"] = packed(b"")
    assert client.read(server.url + "/s", None, 1000)[1] == b""


def test_a_range_read_to_its_end_keeps_the_connection(server, client):
    server.files["/s"] = b"x" * 10_000
    for _ in range(3):
        with client.get(server.url + "/s", {"Range": "bytes=0-999"}) as answer:
            assert sum(map(len, answer.chunks(1000))) == 1000
    assert server.connections == 1


@pytest.mark.parametrize("stream", [False, True])
def test_a_plugins_response(server, taken, stream):
    server.files["/s"] = endless(b"x" * 1000)
    session = Streamlink({"http-trust-env": False})
    session.http.mount("http://", GuardedAdapter(UrlGuard([server.host])))
    with pytest.raises((FetchFailed, PluginError), match="too large"):
        for _ in session.http.get(server.url + "/s", stream=stream).iter_content(65536):
            pass
    # The piece that is too much, what is read ahead, and the headers.
    assert sum(taken) <= (16 if stream else 4) * 1024 * 1024 + 3 * BUFFER


def test_a_bomb_for_a_plugin(server):
    server.files["/s"] = packed(gzip.compress(bytes(300_000_000)))
    session = Streamlink({"http-trust-env": False})
    session.http.mount("http://", GuardedAdapter(UrlGuard([server.host])))
    with pytest.raises(PluginError, match="too large"):
        session.http.get(server.url + "/s")


@pytest.mark.parametrize("read", [Answer.chunks, Answer.body, HttpClient.read])
def test_there_is_no_read_without_a_bound(read):
    bound = inspect.signature(read).parameters["max_bytes"]
    assert bound.default is bound.empty
