"""How well does the director choose, beside the one who did not plan? python -m bench.director"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import isnan

from bench.director.judged import Judged, ends_of, missed
from bench.director.looks import Streams, learn, played
from bench.director.matches import Match
from bench.director.past import past_director
from bench.report import rows
from bench.report.figures import table
from scoreboard.director import direct
from scoreboard.forecast.forecasts import Forecasts
from scoreboard.models import Board, OnAir

BOARD_SECONDS = 1.0
BEGAN = 1_000_000.0
"""An epoch far from zero, which means that a time is not known."""
WARM_UP_SECONDS = 120.0
MAX_HOURS = 8
MIN_WORTH, MIN_STAY, MAX_FINISHED, MAX_MISSED = 0.9, 60.0, 0.04, 0.05
HEAD = (
    "streams", "any in time", "director", "switches", "to one that is over", "20 to 180 s left",
    "nothing in time", "of the others", "beside", "20 to 180 s left", "of those possible",
    "median stay", "on finished", "ends missed of two at once", "of one", "1/2/3/4 screens",
    "sound moves",
)  # fmt: skip
Director = Callable[[Board, OnAir | None, float], OnAir]


def hour(
    count: int,
    minutes: float,
    directors: Mapping[str, Director],
    forecasts: Forecasts | None,
    seed: int,
) -> tuple[dict[str, Judged], list[tuple[str, Match]]]:
    """Every director on the same boards; and the matches that streamers played to the end."""
    streams = Streams(count, forecasts, random.Random(seed), BEGAN)
    judged = {name: Judged() for name in directors}
    on_air: dict[str, OnAir | None] = dict.fromkeys(directors)
    since = BEGAN + WARM_UP_SECONDS
    until = since + minutes * 60
    now = BEGAN
    while now < until:
        board = Board("all", now, tuple(streams.advance(now)))
        worth = streams.worth(now)
        for name, directs in directors.items():
            chosen = on_air[name] = directs(board, on_air[name], now)
            if now >= since:
                judged[name].note(now, chosen, streams.shows, worth)
        streams.on_stage = {
            name for each in on_air.values() if each for name in (each.channel, *each.beside)
        }
        now += BOARD_SECONDS
    return judged, ends_of(played(streams, until), since, until)


@dataclass(slots=True)
class Tally:
    """One director on boards of one size: all hours together."""

    judged: Judged = field(default_factory=Judged)
    missed: dict[int, list[int]] = field(default_factory=lambda: {1: [0, 0], 2: [0, 0]})
    """By how many finals were on at once: ends that were not on the stage, and all ends."""

    def add(self, judged: Judged, ends: list[tuple[str, Match]]) -> None:
        self.judged.add(judged)
        for at_once, counts in self.missed.items():
            lost, of = missed(judged, ends, at_once)
            counts[0] += lost
            counts[1] += of


def falls_short(tally: Tally) -> list[str]:
    judged, (lost, of) = tally.judged, tally.missed[2]
    checks = {
        "a switch to a match that is over": judged.over > 0,
        "switches outside 20 to 180 s": judged.worth(True, only_possible=True) < MIN_WORTH,
        "those beside outside 20 to 180 s": judged.worth(False, only_possible=True) < MIN_WORTH,
        "a short stay": judged.stay < MIN_STAY,
        "time on finished matches": judged.finished > MAX_FINISHED,
        "ends missed of two at once": lost > MAX_MISSED * of,
    }
    return [words for words, is_short in checks.items() if is_short]


def line(count: int, name: str, tally: Tally) -> list[str]:
    judged = tally.judged
    switches, beside = judged.arrivals(True), judged.arrivals(False)
    return [
        str(count),
        _percent(judged.possible),
        name,
        str(len(switches)),
        str(judged.over),
        _percent(judged.worth(True)),
        str(sum(not visit.could_be_worth for visit in switches)),
        _percent(judged.worth(True, only_possible=True)),
        str(len(beside)),
        _percent(judged.worth(False)),
        _percent(judged.worth(False, only_possible=True)),
        f"{judged.stay:.0f} s",
        f"{judged.finished:.1%}",
        *(f"{lost} of {of}" for lost, of in reversed(tally.missed.values())),
        "/".join(f"{judged.on_screens(screens):.0%}" for screens in range(1, 5)),
        str(judged.sound_moves),
    ]


def _percent(share: float) -> str:
    return "-" if isnan(share) else f"{share:.0%}"


def main() -> int:
    options = _options()
    forecasts = None if options.no_forecasts else learn(options.seed)
    directors: dict[str, Director] = {"this one": direct}
    if past := past_director():
        directors["before"] = past
    else:
        print("the history does not reach back to the director before")
    lines, short = [], []
    for count in options.streams:
        tallies = {name: Tally() for name in directors}
        for number in range(hours_of(count)):
            judged, ends = hour(count, options.minutes, directors, forecasts, options.seed + number)
            for name, each in judged.items():
                tallies[name].add(each, ends)
        lines += [line(count, name, tally) for name, tally in tallies.items()]
        short += [f"{count} streams: {words}" for words in falls_short(tallies["this one"])]
        rows.note(
            options.rows,
            f"switches to a match with 20 to 180 s left where there was one, {count} streams",
            *_compared(tallies),
        )
    print(table(HEAD, lines))
    print("\n".join(short), end="\n" if short else "")
    return len(short) > 0


def hours_of(count: int) -> int:
    """On a small board little happens in one."""
    return max(1, min(MAX_HOURS, 400 // count))


def _compared(tallies: Mapping[str, Tally]) -> tuple[str, str, str]:
    ours, *theirs = (
        _percent(tally.judged.worth(True, only_possible=True)) for tally in tallies.values()
    )
    return ours, "the director before", theirs[0] if theirs else ""


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.director", description=__doc__)
    parser.add_argument("--streams", type=int, nargs="+", default=[12, 50, 400, 2000])
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--no-forecasts", action="store_true", help="as if nothing were known of the time left"
    )
    rows.add_option(parser)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
