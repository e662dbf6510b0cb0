"""Does a running site say what its arena really shows? Compared over minutes: python -m bench.truth --site URL"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from urllib.request import urlopen

from scoreboard.rules import FINAL_ALIVE

POLL_SECONDS = 2.0
INTERVAL_SECONDS = 10.0
"""Between two looks at a stream in play: a number may be this old."""
FINAL_INTERVAL_SECONDS = 4.0
ROUNDING_SECONDS = 0.02
PHANTOM_SECONDS = 60.0
MIN_SHARE = 0.95
_ARENA_URL = re.compile(r"(https?://[^/]+)/live/([\w-]+)/index\.m3u8")


@dataclass(frozen=True, slots=True)
class Shown:
    """What the arena draws on a channel from ``at`` on."""

    at: float
    state: str
    phase: str
    alive: int | None
    kills: int | None

    @property
    def in_play(self) -> bool:
        return self.state == "live" and self.phase == "playing"


@dataclass(slots=True)
class Tally:
    """What was compared so far; a standing counts once, by its channel and ``read_at``."""

    agree: int = 0
    agree_exactly: int = 0
    kills_known: int = 0
    kills_agree: int = 0
    wrong: list[str] = field(default_factory=list)
    compared: set[tuple[str, str]] = field(default_factory=set)
    in_play: int = 0
    in_play_ranked: int = 0
    unranked: Counter[str] = field(default_factory=Counter)
    """Polls of channels in play that were not ranked, by what the site said of them."""
    phantom_since: dict[str, float] = field(default_factory=dict)
    longest_phantom: dict[str, float] = field(default_factory=dict)
    phantoms: dict[str, str] = field(default_factory=dict)
    """At the end of the longest of each channel, what the site said and what the arena showed."""

    @property
    def share(self) -> float:
        return self.agree / len(self.compared) if self.compared else 0.0


def compare(
    tally: Tally, rows: list[dict[str, Any]], truth: dict[str, list[Shown]], now: float
) -> None:
    """One poll: ``rows`` as the API gave them, ``truth`` by the arena's channel."""
    ranked, said = set(), {}
    for row in rows:
        found = _ARENA_URL.match(row["playback_url"] or "")
        if not found or found[2] not in truth:
            continue
        said[found[2]] = f"{row['phase']}, {row['state']}"
        if row["rank"] is None:
            continue
        ranked.add(found[2])
        if (found[2], row["read_at"]) not in tally.compared:
            tally.compared.add((found[2], row["read_at"]))
            _compare_numbers(tally, found[2], row, truth[found[2]])
    for channel, shown in truth.items():
        at_once = _at(shown, now)
        playing = at_once.in_play
        tally.in_play += playing
        tally.in_play_ranked += playing and channel in ranked
        if playing and channel not in ranked:
            tally.unranked[said.get(channel, "not listed")] += 1
        is_phantom = channel in ranked and not playing
        phantom = f"{said[channel]} while {at_once.state}, {at_once.phase}" if is_phantom else ""
        _note_phantom(tally, channel, phantom, now)


def _compare_numbers(tally: Tally, channel: str, row: dict[str, Any], shown: list[Shown]) -> None:
    read_at = _seconds(row["read_at"]) + ROUNDING_SECONDS
    back = FINAL_INTERVAL_SECONDS if row["alive"] <= FINAL_ALIVE else INTERVAL_SECONDS
    at_the_time = _at(shown, read_at)
    window = [one for one in shown if read_at - back <= one.at <= read_at] + [
        _at(shown, read_at - back),
        at_the_time,
    ]
    tally.agree_exactly += at_the_time.alive == row["alive"]
    if any(one.alive == row["alive"] for one in window):
        tally.agree += 1
    else:
        tally.wrong.append(
            f"{channel} {row['read_at']}: said {row['alive']}, was {at_the_time.alive} "
            f"({at_the_time.state}, {at_the_time.phase}), confidence {row['confidence']}"
        )
    if row["kills"] is not None:
        tally.kills_known += 1
        if any(one.kills == row["kills"] for one in window):
            tally.kills_agree += 1
        else:
            tally.wrong.append(
                f"{channel} {row['read_at']}: said {row['kills']} kills, were {at_the_time.kills} "
                f"({row['alive']} alive), confidence {row['confidence']}"
            )


def _note_phantom(tally: Tally, channel: str, phantom: str, now: float) -> None:
    """``phantom``: what was said and shown; empty for none."""
    if not phantom:
        tally.phantom_since.pop(channel, None)
        return
    seconds = now - tally.phantom_since.setdefault(channel, now)
    if seconds >= tally.longest_phantom.get(channel, 0.0):
        tally.longest_phantom[channel] = seconds
        tally.phantoms[channel] = phantom


def _at(shown: list[Shown], at: float) -> Shown:
    return next((one for one in reversed(shown) if one.at <= at), shown[0])


def fetch_truth(arena: str, channels: Iterable[str] = ()) -> dict[str, list[Shown]]:
    """Of all channels, or of some."""
    answer = _get(f"{arena}/truth?" + urlencode([("channel", channel) for channel in channels]))
    return {
        channel["channel"]: [
            Shown(_seconds(one["from"]), one["state"], one["phase"], one["alive"], one["kills"])
            for one in channel["timeline"]
        ]
        for channel in answer["channels"]
    }


def fetch_rows(site: str) -> list[dict[str, Any]]:
    games = _get(f"{site}/api/v1/games/")
    slugs = [game["slug"] for game in (games["results"] if isinstance(games, dict) else games)]
    return [
        row
        for slug in slugs
        for row in _get(f"{site}/api/v1/streams/?game={slug}&limit=500")["results"]
    ]


def find_arena(site: str) -> str:
    """From the playlists that the site lists."""
    for row in fetch_rows(site):
        if found := _ARENA_URL.match(row["playback_url"] or ""):
            return found[1]
    raise SystemExit("The site lists no stream of an arena; give its address with --arena.")


def _get(url: str) -> Any:
    with urlopen(url, timeout=10) as answer:
        return json.load(answer)


def _seconds(stamp: str) -> float:
    return datetime.fromisoformat(stamp).timestamp()


def report(tally: Tally) -> bool:
    """Whether the board is true enough."""
    phantoms = {
        channel: seconds
        for channel, seconds in tally.longest_phantom.items()
        if seconds > PHANTOM_SECONDS
    }
    compared = len(tally.compared)
    print(f"standings compared                 {compared}")
    print(
        f"alive agrees with the picture      {tally.agree} ({tally.share:.1%}); at that moment {tally.agree_exactly}"
    )
    print(f"kills agree, where known           {tally.kills_agree} of {tally.kills_known}")
    print(
        f"channels in play that were ranked  {tally.in_play_ranked} of {tally.in_play} (channel and poll)"
    )
    for said, polls in tally.unranked.most_common():
        print(f"    not ranked: {said:<22} {polls}")
    print(
        f"ranked but not in play, longest    {max(tally.longest_phantom.values(), default=0.0):.0f} s; "
        f"over {PHANTOM_SECONDS:.0f} s: {phantoms or 'none'}"
    )
    for channel, seconds in sorted(tally.longest_phantom.items(), key=lambda one: -one[1])[:3]:
        print(f"    {channel}: {seconds:.0f} s {tally.phantoms[channel]}")
    for line in tally.wrong:
        print("wrong:", line)
    return compared > 0 and tally.share >= MIN_SHARE and not phantoms


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.truth", description=__doc__)
    parser.add_argument("--site", default="http://127.0.0.1:8000")
    parser.add_argument("--arena", default="", help="found through the site when not given")
    parser.add_argument("--minutes", type=float, default=3.0)
    options = parser.parse_args()
    arena, tally = options.arena or find_arena(options.site), Tally()
    ends_at = time.monotonic() + options.minutes * 60
    while time.monotonic() < ends_at:
        rows = fetch_rows(options.site)
        compare(tally, rows, fetch_truth(arena), time.time())
        time.sleep(POLL_SECONDS)
    return 0 if report(tally) else 1


if __name__ == "__main__":
    sys.exit(main())
