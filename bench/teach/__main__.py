"""Taught from ten frames, how often is a number right, wrong or missing?  make bench-teach

Three layouts that the project has no reader for, each taught from ten frames of video, with and without boxes around
the digits, and read on others; and on pictures of other games, where nothing may be said.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, field

from arena.clips.encode import Encoding, encode
from arena.scenery.backdrop import backdrop_of
from arena.studio import shoot
from bench.readers.samples import drawn_clip, keyframe
from bench.report.figures import percentile, table
from bench.teach.filmed import Frame, films
from bench.teach.known import known
from bench.teach.layouts import LAYOUTS, Layout
from scoreboard.models import Reading
from scoreboard.taught.profile import TaughtProfile
from training.samples import FIELDS
from workers.look.cut import cut
from workers.look.look import Gray
from workers.read.readers.taught.reader import TaughtReader, game_of
from workers.teach.boxes import with_boxes
from workers.teach.labels import BadLabels
from workers.teach.learn import learn
from workers.teach.view import Box, frame_of
from workers.teach.view import Frame as Labelled

TEACH_SEED, READ_SEED, OTHERS_SEED = 41_000, 42_000, 43_000
UNSTEADY = 0.06
"""How far off a hand draws an edge of a box, in heights of it: a standard deviation."""
HEAD = (
    "layout",
    "boxes",
    "field",
    "shown",
    "right",
    "wrong",
    "silent",
    "invented",
    "elsewhere",
    "CPU",
    "p95",
)


@dataclass(slots=True)
class Pupil:
    """A reader of one layout, and what became of what it read."""

    layout: str
    boxes: str
    reader: TaughtReader
    fields: dict[str, Counter[str]] = field(default_factory=lambda: {f: Counter() for f in FIELDS})
    milliseconds: list[float] = field(default_factory=list)

    def read(self, picture: Gray) -> Reading:
        height, crops = cut(picture, game_of(self.reader.profile))
        began = time.process_time()
        reading = self.reader.read(crops, height)
        self.milliseconds.append(1000 * (time.process_time() - began))
        return reading


def main() -> int:
    options = _options()
    layouts = known(options.known) if options.known is not None else LAYOUTS
    pupils = taught(layouts, options.teach, options.taught_by_boxes)
    for shown in films(options.frames, READ_SEED, layouts):
        for pupil in pupils:
            _judge(pupil, shown[pupil.layout], options.show_wrong)
    for picture in other_games(options.others):
        for pupil in pupils:
            reading = pupil.read(picture)
            pupil.milliseconds.pop()
            for name in FIELDS:
                pupil.fields[name]["elsewhere"] += getattr(reading, name) is not None
    print(table(HEAD, [row for pupil in pupils for row in _rows(pupil)]))
    return 0


def taught(layouts: Sequence[Layout], count: int, ways: tuple[str, ...]) -> list[Pupil]:
    """A reader for each layout and way, from ``count`` frames."""
    rng, pupils = random.Random(TEACH_SEED), list[Pupil]()
    shown = [*films(5 * count, TEACH_SEED, layouts)]
    for layout in layouts:
        of_layout = [frames[layout.name] for frames in shown]
        fields = [name for name in FIELDS if any(name in frame.boxes for frame in of_layout)]
        whole = [frame for frame in of_layout if set(fields) <= {*frame.boxes}]
        for way in ways:
            frames = [labelled(frame, way == "given", rng) for frame in whole[:count]]
            began = time.process_time()
            try:
                profile: TaughtProfile = learn(with_boxes(frames), (), layout.name).profile
            except BadLabels as reason:
                print(f"{layout.name}, boxes {way}: {reason}", file=sys.stderr)
                continue
            seconds = time.process_time() - began
            size = len(profile.to_json()) // 1000
            print(f"{layout.name}, boxes {way}: {seconds:.1f} s of CPU, {size} KB", file=sys.stderr)
            pupils.append(Pupil(layout.name, way, TaughtReader(profile)))
    return pupils


def labelled(frame: Frame, with_boxes: bool, rng: random.Random) -> Labelled:
    """As somebody labels it."""
    shown: dict[str, int | None] = {"alive": frame.screen.alive, "kills": frame.screen.kills}
    boxes = {}
    for name, box in frame.boxes.items():
        left, top, right, bottom = (rng.gauss(0, UNSTEADY) * box.height for _ in range(4))
        width, height = box.width + right - left, box.height + bottom - top
        boxes[name] = Box(box.x + left + width / 2, box.y + top + height / 2, width, height)
    plain = frame_of("", frame.picture)
    return Labelled("", plain.luma, plain.unit, shown, boxes if with_boxes else {})


def _judge(pupil: Pupil, frame: Frame, tell: bool) -> None:
    reading = pupil.read(frame.picture)
    for name in FIELDS:
        truth, said = getattr(frame.screen, name), getattr(reading, name)
        verdict = _verdict(truth, said, name in frame.boxes)
        pupil.fields[name][verdict] += 1
        if tell and verdict != "right":
            size = f"{frame.picture.shape[0]} lines, {frame.kilobits} kbit/s"
            print(f"{verdict}: {pupil.layout} {name} {truth} {reading} {size}", file=sys.stderr)


def _verdict(truth: int | None, said: int | None, legible: bool) -> str:
    if said is None:
        return "silent" if truth is not None and legible else "nothing"
    if truth is None:
        return "invented"
    return "right" if said == truth else "wrong"


def other_games(count: int) -> Iterator[Gray]:
    """Pictures of the arena: three games with other HUDs, lobbies, ends of matches, advertisements, desktops."""
    rng, encoding = random.Random(OTHERS_SEED), Encoding()
    clips = [drawn_clip(("pubg", "fortnite", "apex")[index % 3], rng) for index in range(count)]
    # The same scenery is drawn once.
    for clip in sorted(clips, key=lambda clip: astuple(backdrop_of(clip))):
        yield keyframe(encode(shoot(clip, 1), encoding))


def _rows(pupil: Pupil) -> Iterator[tuple[str, ...]]:
    median, late = percentile(pupil.milliseconds, 0.5), percentile(pupil.milliseconds, 0.95)
    for name, counts in pupil.fields.items():
        shown = counts["right"] + counts["wrong"] + counts["silent"]
        yield (
            pupil.layout,
            pupil.boxes,
            name,
            str(shown),
            f"{100 * counts['right'] / max(1, shown):.1f} %",
            str(counts["wrong"]),
            str(counts["silent"]),
            str(counts["invented"]),
            str(counts["elsewhere"]),
            f"{median:.1f} ms",
            f"{late:.1f} ms",
        )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.teach", description=__doc__)
    parser.add_argument("--teach", type=int, default=10, help="frames that teach a layout")
    parser.add_argument("--frames", type=int, default=300, help="frames that are read")
    parser.add_argument("--others", type=int, default=1000, help="pictures of other games")
    parser.add_argument("--show-wrong", action="store_true", help="name what is not right")
    parser.add_argument(
        "--known",
        type=int,
        metavar="SEED",
        help="PUBG, Fortnite, Apex and Warzone in one style each",
    )
    parser.add_argument(
        "--boxes",
        dest="taught_by_boxes",
        nargs="+",
        default=("given", "none"),
        choices=("given", "none"),
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
