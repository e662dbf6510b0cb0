"""Which streams do harm, and what do they cost the good ones beside them?"""

from __future__ import annotations

import gzip
import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SLOW_SECONDS = 60.0
_PIECE = b"\0" * 65_536
_HEAD = "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:2\n#EXT-X-MEDIA-SEQUENCE:1\n"


class _Handler(BaseHTTPRequestHandler):
    """``/KIND/N/index.m3u8``."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        kind = self.path.split("/")[1]
        try:
            KINDS[kind](self)
        except OSError:
            return
        finally:
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        return

    @property
    def is_segment(self) -> bool:
        return "segment" in self.path

    def say(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def playlist(self, more: str = "") -> None:
        self.say(f"{_HEAD}{more}#EXTINF:2.0,\nsegment1.ts\n".encode())

    def endless(self) -> None:
        self.send_response(200)
        self.send_header("Connection", "close")
        self.end_headers()
        while True:
            self.wfile.write(_PIECE)


def _silent(asked: _Handler) -> None:
    time.sleep(SLOW_SECONDS)


def _dripping(asked: _Handler) -> None:
    asked.send_response(200)
    asked.send_header("Content-Length", "100000")
    asked.end_headers()
    for _ in range(int(SLOW_SECONDS)):
        asked.wfile.write(b"#")
        asked.wfile.flush()
        time.sleep(1)


def _endless_playlist(asked: _Handler) -> None:
    asked.endless()


def _endless_segment(asked: _Handler) -> None:
    asked.endless() if asked.is_segment else asked.playlist()


def _circle(asked: _Handler) -> None:
    asked.say(b"", 302, Location=asked.path + "x")


def _private(asked: _Handler) -> None:
    asked.say(b"", 302, Location="http://10.0.0.1/index.m3u8")


def _long_lines(asked: _Handler) -> None:
    asked.playlist("".join(f"#EXT-X-DATERANGE:ID={'A' * 20_000}\n" for _ in range(3)))


def _many_variants(asked: _Handler) -> None:
    rows = (f"#EXT-X-STREAM-INF:BANDWIDTH={n + 1}\nsegment{n}.m3u8\n" for n in range(10_000))
    asked.say(b"no playlist") if asked.is_segment else asked.say(
        ("#EXTM3U\n" + "".join(rows)).encode()
    )


def _packed(asked: _Handler) -> None:
    asked.say(gzip.compress(b"#EXTM3U\n" + b"#" * 30_000_000), Content_Encoding="gzip")


def _no_video(asked: _Handler) -> None:
    asked.say(b"<html>" + b"x" * 200_000) if asked.is_segment else asked.playlist()


KINDS: dict[str, Callable[[_Handler], None]] = {
    "silent": _silent,
    "dripping": _dripping,
    "endless-playlist": _endless_playlist,
    "endless-segment": _endless_segment,
    "circle": _circle,
    "private": _private,
    "long-lines": _long_lines,
    "many-variants": _many_variants,
    "packed": _packed,
    "no-video": _no_video,
}


@contextmanager
def hostile_channels(count: int) -> Iterator[list[dict[str, str]]]:
    """So many channels of all kinds, as ``channel add --from`` takes them, served while the block runs."""
    socketserver.TCPServer.request_queue_size = 128
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_address[1]}"
    kinds = list(KINDS)
    try:
        yield [
            {
                "url": f"{address}/{kinds[n % len(kinds)]}/{n}/index.m3u8",
                "game": "pubg",
                "name": f"hostile {n}",
                "channel": f"hostile-{n}",
            }
            for n in range(count)
        ]
    finally:
        server.shutdown()
        server.server_close()
