"""What do labelled frames teach?  python -m workers.teach --frames labels.csv --out profile.json"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter
from pathlib import Path

from scoreboard.taught.profile import TaughtProfile
from workers.teach.boxes import with_boxes
from workers.teach.check import Answer, checked
from workers.teach.labels import BadLabels, read_frame, read_labels
from workers.teach.learn import learn
from workers.teach.view import frame_of


def main() -> None:
    options = _options()
    try:
        _teach(options)
    except BadLabels as reason:
        sys.exit(str(reason))


def _teach(options: argparse.Namespace) -> None:
    frames = with_boxes(read_labels(options.frames))
    others = [frame_of(str(path), read_frame(path)) for path in options.others]
    lesson = learn(frames, others, options.name)
    verdicts: Counter[str] = Counter()
    for answer in checked(frames, lambda rest: learn(rest, others).profile):
        print(_line(answer), flush=True)
        verdicts[answer.verdict] += 1
    kept = write(options.out, lesson.profile)
    for note in (*lesson.notes, *kept):
        print(note, file=sys.stderr)
    said = ", ".join(f"{verdicts[each]} {each}" for each in ("right", "silent", "wrong"))
    print(f"{len(frames)} frames, each read as learned without it: {said}.", file=sys.stderr)


def _line(answer: Answer) -> str:
    reading = answer.reading
    return json.dumps(
        {
            "file": answer.frame.file,
            "alive": reading.alive,
            "kills": reading.kills,
            "phase": reading.phase,
            "confidence": round(reading.confidence, 4),
            "reason": reading.reason,
            "verdict": answer.verdict,
        }
    )


def write(path: Path, profile: TaughtProfile) -> list[str]:
    """Whole, or not at all; says where another profile that was there is kept. Raises ``BadLabels``."""
    new, before = path.with_name(f"{path.name}.new"), path.with_name(f"{path.name}.before")
    text, kept = profile.to_json() + "\n", list[str]()
    try:
        new.write_text(text)
        if path.is_file() and path.read_bytes() != text.encode():
            os.replace(path, before)
            kept.append(f"{path}: the profile that was there is kept as {before.name}.")
        os.replace(new, path)
        return kept
    except OSError as error:
        new.unlink(missing_ok=True)
        raise BadLabels(f"{path}: the profile cannot be written: {error.strerror}.") from error


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m workers.teach",
        description="Learn a HUD from labelled frames. Each frame is then read by what the others teach.",
    )
    parser.add_argument(
        "--frames",
        type=Path,
        required=True,
        metavar="LABELS.CSV",
        help="columns file, alive, kills, box and kills_box (x:y:width:height of the digits, where known); "
        "none: not shown; alive=waiting: the match has not begun",
    )
    parser.add_argument("--out", type=Path, required=True, metavar="PROFILE.JSON")
    parser.add_argument(
        "--others", type=Path, nargs="+", default=[], metavar="IMAGE", help="frames of other games"
    )
    parser.add_argument("--name", default="", help="the game's name, kept in the profile")
    return parser.parse_args()


if __name__ == "__main__":
    main()
