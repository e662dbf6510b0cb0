"""What was asked for on the command line?"""

import argparse
import asyncio
import os
import signal
import sys
import time
from pathlib import Path

from arena.encode import Encoding
from arena.hud.fonts import FontsMissing, check_fonts
from arena.library import Library, every_clip
from arena.lineup import lineup
from arena.match import Pace
from arena.routes import Routes
from arena.server import listen


def main(arguments: list[str] | None = None) -> int:
    """Prepare the library, then broadcast until told to stop."""
    options = _options(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        return _run(options)
    except KeyboardInterrupt:
        return 0
    except FontsMissing as missing:
        return _complain(str(missing))


def _run(options: argparse.Namespace) -> int:
    check_fonts()
    encoding = Encoding(frames_per_second=options.fps)
    library = Library(options.library, encoding)
    library.complete(every_clip())
    pace = Pace(playing_seconds=options.playing_seconds)
    channels = lineup(options.matches, options.seed, time.time(), pace, encoding.segment_seconds, healthy=options.healthy)
    routes = Routes(channels, library)
    try:
        asyncio.run(_broadcast(options.host, options.port, routes, len(channels)))
    except OSError as error:
        return _complain(f"port {options.port} on {options.host} cannot be had: {error.strerror or error}.")
    return 0


async def _broadcast(host: str, port: int, routes: Routes, count: int) -> None:
    server = await listen(host, port, routes.respond)
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    bound = server.sockets[0].getsockname()[1]
    print(f"arena: {count} channels on http://{host}:{bound}/", flush=True)
    await stop.wait()
    server.close()


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="arena", description="Simulated matches, broadcast as live HLS with known truth.")
    parser.add_argument("--host", default="127.0.0.1", help="where to listen (default: this machine only)")
    parser.add_argument("--port", type=_whole(0, 65535), required=True, help="0 takes any free port")
    parser.add_argument("--matches", type=_whole(1, 10_000), default=12, help="how many channels")
    parser.add_argument("--seed", type=int, default=1, help="another seed, other matches")
    parser.add_argument("--library", type=Path, default=_cache(), help="where encoded clips are kept")
    parser.add_argument("--fps", type=_whole(5, 60), default=30, help="pictures a second")
    parser.add_argument("--playing-seconds", type=_whole(4, 3600), default=150, help="from the full number to the last one")
    parser.add_argument("--healthy", action="store_true", help="nothing goes wrong with any channel")
    return parser.parse_args(arguments)


def _whole(low: int, high: int):  # type: ignore[no-untyped-def]
    def read(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
            raise argparse.ArgumentTypeError(f"a whole number from {low} to {high} is wanted, not {text!r}")
        return int(text)

    return read


def _cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "rotisserie" / "arena"


def _complain(sentence: str) -> int:
    print(f"arena: {sentence}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
