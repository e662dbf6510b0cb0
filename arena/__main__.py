"""What was asked for on the command line?"""

import argparse
import asyncio
import signal
import socket
import ssl
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import get_args

from arena.clips.encode import VIDEOS, Codec, Encoding
from arena.hud.fonts import FontsMissing
from arena.library import default_root
from arena.opening import Programme, prepare
from arena.routes import Routes
from arena.script.match import Pace
from arena.script.scenario import ScenarioError, load
from arena.server import bind, listen


class CertificateError(Exception):
    """It cannot be read, or its key is another one's."""


def main(arguments: list[str] | None = None) -> int:
    """Prepare the library, then broadcast until told to stop."""
    options = _options(arguments)
    # Said aloud, since a shell starts what runs in the background with the first of them ignored.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        programme = _programme(options)
        encryption = _encryption(options)
        bound = bind(options.host, options.port)
    except CertificateError as error:
        return _complain(f"the certificate {options.certificate} cannot be used: {error}.")
    except ScenarioError as error:
        return _complain(f"{error}.")
    except OSError as error:
        return _complain(
            f"port {options.port} on {options.host} is not available: {error.strerror or error}."
        )
    try:
        with bound:
            routes = Routes(prepare(programme), scheme="https" if encryption else "http")
            asyncio.run(_broadcast(bound, routes, encryption))
    except KeyboardInterrupt:
        return 0
    except FontsMissing as error:
        return _complain(str(error))
    except OSError as error:
        return _complain(f"the library in {options.library} cannot be used: {error}.")
    return 0


async def _broadcast(
    bound: socket.socket, routes: Routes, encryption: ssl.SSLContext | None
) -> None:
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    async with listen(bound, routes.respond, encryption):
        host, port = bound.getsockname()[:2]
        print(f"arena: {routes.count} channels on {routes.scheme}://{host}:{port}/", flush=True)
        await stop.wait()


def _programme(options: argparse.Namespace) -> Programme:
    encoding = _encoding(options)
    return Programme(
        matches=options.matches,
        seed=options.seed,
        healthy=options.healthy,
        pace=Pace(playing_seconds=options.playing_seconds),
        scenario=load(options.scenario, encoding.segment_seconds) if options.scenario else (),
        encoding=encoding,
        renditions=tuple(options.renditions),
        library=options.library,
    )


def _encryption(options: argparse.Namespace) -> ssl.SSLContext | None:
    """Raises CertificateError."""
    if not options.certificate:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    try:
        context.load_cert_chain(options.certificate, options.key)
    except (OSError, ssl.SSLError) as error:
        raise CertificateError(error.strerror or error) from error
    return context


def _encoding(options: argparse.Namespace) -> Encoding:
    video = VIDEOS[options.video]
    return replace(video, frames_per_second=options.fps or video.frames_per_second)


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="arena", description="Simulated matches, broadcast as live HLS with known truth."
    )
    parser.add_argument(
        "--host", default="127.0.0.1", help="where to listen (default: this machine only)"
    )
    parser.add_argument("--port", type=_whole(0, 65535), required=True, help="0: any free port")
    parser.add_argument("--matches", type=_whole(1, 10_000), default=12, help="how many channels")
    parser.add_argument("--seed", type=int, default=1, help="another seed, other matches")
    parser.add_argument(
        "--library", type=Path, default=default_root(), help="where encoded clips are kept"
    )
    parser.add_argument(
        "--video",
        choices=VIDEOS,
        default="light",
        help="what streamers' encoders are set to (default: light, which is soon encoded)",
    )
    parser.add_argument(
        "--renditions",
        nargs="+",
        choices=get_args(Codec),
        default=[],
        metavar="CODEC",
        help="give each channel smaller renditions beside --video, which channels send in these codecs in turn: h264, "
        "hevc, av1 (default: one rendition; others take long to encode)",
    )
    parser.add_argument(
        "--certificate", type=Path, help="a PEM file: broadcast over TLS alone, as this server"
    )
    parser.add_argument("--key", type=Path, help="of the certificate, where its file has none")
    parser.add_argument(
        "--fps", type=_whole(5, 60), help="pictures a second (default: the video's)"
    )
    parser.add_argument(
        "--playing-seconds",
        type=_whole(4, 3600),
        default=150,
        help="from the full number to the last one",
    )
    parser.add_argument(
        "--scenario",
        type=Path,
        help="a JSON file that says what each channel shows, instead of matches",
    )
    parser.add_argument("--healthy", action="store_true", help="no mishaps on any channel")
    return parser.parse_args(arguments)


def _whole(low: int, high: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
            raise argparse.ArgumentTypeError(
                f"must be a whole number from {low} to {high}, not {text!r}"
            )
        return int(text)

    return read


def _complain(sentence: str) -> int:
    print(f"arena: {sentence}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
