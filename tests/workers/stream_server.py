"""What does a stream's server answer? One on localhost that sends what a test puts there, as slowly as it says."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Speak = Callable[["Handler"], None]


class StreamServer:
    """``files`` by path: bytes, or a function that speaks for itself."""

    def __init__(self) -> None:
        self.files: dict[str, bytes | Speak] = {}
        self.requests: list[str] = []
        self.sent: dict[str, int] = {}
        self.ranges = True
        self.connections = 0
        self._server = _Server(self)
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), daemon=True
        )
        self._thread.start()
        self.host = f"127.0.0.1:{self._server.server_address[1]}"
        self.url = f"http://{self.host}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def asked(self, path: str) -> int:
        return sum(request.split("?")[0] == path for request in self.requests)

    def live(
        self,
        *segments: bytes,
        path: str = "/live/index.m3u8",
        at: float | None = None,
        sequence: int = 1,
        seconds: float = 1.0,
        marks: dict[int, str] | None = None,
        top: str = "",
    ) -> str:
        """Put a media playlist of ``segments`` there, the last of them broadcast at ``at``; its address."""
        lines = [
            "#EXTM3U",
            "#EXT-X-VERSION:6",
            "#EXT-X-TARGETDURATION:1",
            f"#EXT-X-MEDIA-SEQUENCE:{sequence}",
        ]
        lines += [top] if top else []
        for index, segment in enumerate(segments):
            name = f"s{sequence + index}"
            self.files[f"{path.rsplit('/', 1)[0]}/{name}"] = segment
            if at is not None:
                lines.append(
                    f"#EXT-X-PROGRAM-DATE-TIME:{iso(at - seconds * (len(segments) - 1 - index))}"
                )
            lines += [
                *([marks[index]] if marks and index in marks else []),
                f"#EXTINF:{seconds},",
                name,
            ]
        self.files[path] = "\n".join(lines).encode()
        return self.url + path


def iso(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, streams: StreamServer) -> None:
        self.streams = streams
        super().__init__(("127.0.0.1", 0), Handler)

    def handle_error(self, *_: object) -> None:
        """Who asked has gone: that is what many tests are about."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def setup(self) -> None:
        self.server.streams.connections += 1
        super().setup()

    def do_GET(self) -> None:
        streams = self.server.streams
        streams.requests.append(self.path)
        found = streams.files.get(self.path.split("?")[0], b"")
        try:
            if callable(found):
                found(self)
            elif not found:
                self.say(404, b"not here")
            else:
                self.say_file(found)
        except OSError:
            self.close_connection = True

    do_HEAD = do_GET

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.do_GET()

    def say_file(self, body: bytes) -> None:
        wanted = self.headers.get("Range", "")
        if not wanted or not self.server.streams.ranges:
            self.say(200, body)
            return
        first, last = wanted.removeprefix("bytes=").split("-")
        piece = body[int(first) : int(last) + 1]
        self.say(
            206,
            piece,
            {"Content-Range": f"bytes {first}-{int(first) + len(piece) - 1}/{len(body)}"},
        )

    def say(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
            sent = self.server.streams.sent
            sent[self.path] = sent.get(self.path, 0) + len(body)

    def log_message(self, *_: object) -> None:
        pass


def redirect(target: str) -> Speak:
    return lambda handler: handler.say(302, b"", {"Location": target})


def drip(body: bytes, seconds: float = 0.1, status: int = 200) -> Speak:
    """One byte now and then."""

    def speak(handler: Handler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        for byte in body:
            handler.wfile.write(bytes([byte]))
            time.sleep(seconds)

    return speak


def silence(handler: Handler) -> None:
    """The connection is taken and nothing is said; it ends when the other side goes."""
    handler.close_connection = True
    handler.rfile.read(1)


def endless(line: bytes, start: bytes = b"") -> Speak:
    """A body without end."""

    def speak(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Connection", "close")
        handler.end_headers()
        handler.close_connection = True
        handler.wfile.write(start)
        while True:
            handler.wfile.write(line * 1000)

    return speak
