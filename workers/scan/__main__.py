"""What happened in this recording?  python -m workers.scan VIDEO --game SLUG --out FOLDER"""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Iterable
from pathlib import Path

from scoreboard.games import known_games
from scoreboard.models import Game
from scoreboard.scans.shown import clock
from workers.look.failure import CaptureFailed
from workers.net.cookies import keeping_cookies
from workers.scan.journal import NotThisScan
from workers.scan.limits import limit_memory
from workers.scan.look import Eye
from workers.scan.name import identity, shown_name
from workers.scan.progress import Progress
from workers.scan.recording.source import opened
from workers.scan.report.page import summary
from workers.scan.report.write import write
from workers.scan.scan import Scan
from workers.scan.timeline.timeline import timeline_of
from workers.settings import settings

INTERRUPTED = 130


def main(arguments: list[str] | None = None) -> int:
    """0: scanned to its end; 1: not; 130: interrupted."""
    options = _options(arguments)
    _prepare()
    return run(options.video, options.game, options.out, settings.allowed_stream_hosts)


def run(video: str, slug: str, folder: Path, allowed_hosts: Iterable[str] = ()) -> int:
    """As ``main``."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return _scan(video, known_games()[slug], folder, allowed_hosts)
    except CaptureFailed as failure:
        return _complain(f"{shown_name(video)} cannot be scanned: {failure.sentence}")
    except NotThisScan as refusal:
        return _complain(str(refusal))
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as error:
        said = f"{folder} cannot be written: {error.strerror or error}."
        return _complain(f"{said} What was scanned is kept: the same command resumes there.")


def _scan(video: str, game: Game, folder: Path, allowed_hosts: Iterable[str]) -> int:
    """Raises ``CaptureFailed`` for what cannot be opened, or gave nothing, and ``NotThisScan`` and ``OSError``."""
    problem, status = "", 0
    with keeping_cookies(()):
        recording = opened(video, allowed_hosts)
        scan = Scan(identity(video), game, folder, Eye(game).look)
        try:
            with Progress(recording.seconds) as progress:
                scan.run(recording, progress)
        except CaptureFailed as failure:
            if not scan.rows:
                raise
            problem, status = failure.sentence, 1
        except KeyboardInterrupt:
            problem, status = "The scan was stopped.", INTERRUPTED
    timeline = timeline_of(scan.rows, recording.seconds, problem)
    write(timeline, shown_name(video), game.name, folder, scan.pictures.of)
    print(f"{summary(timeline, game.name)}; see {folder / 'report.html'}")
    if problem:
        print(f"{problem} The same command resumes at {clock(scan.at)}.", file=sys.stderr)
    return status


def _prepare() -> None:
    """Said aloud, since a shell starts what runs in the background with SIGINT ignored."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    limit_memory()


def _complain(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m workers.scan",
        description="Find the matches in a recording: when they began and ended, how, with which kills.",
        epilog="A scan that was interrupted is resumed by the same command.",
    )
    parser.add_argument(
        "video",
        metavar="VIDEO",
        help="a file (MP4, MOV, MKV, WebM, FLV, MPEG-TS), or the URL of a file, of an HLS playlist "
        "or of anything that streamlink opens",
    )
    parser.add_argument(
        "--game", required=True, choices=sorted(known_games()), help="whose HUD is read"
    )
    parser.add_argument(
        "--out", required=True, type=Path, metavar="FOLDER", help="where the timeline is written"
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
