"""How many channels does one beat keep? python -m bench.scale --channels 100000

Beat and Redis are the real ones. The workers are one that takes each task off the queue and answers at once, so that
nothing but the schedule is measured; the channels keep the pace of their phase.
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from multiprocessing import Process
from typing import Any, cast

from redis import Redis

from bench.load.batch_wire import BatchWire
from bench.load.fleet import Fleet
from bench.report.rows import add_option, note
from demo.roles import choose_ports, environment, ground, pipeline
from scoreboard.games import known_games
from scoreboard.models import Game, Phase, Standing, Stream
from scoreboard.process.durations import cumulated
from scoreboard.store import Store
from workers.schedule.pace import lane, next_due

Part = tuple[float, Phase, int | None]
MIX: tuple[Part, ...] = ((0.45, "unknown", None), (0.50, "playing", 60), (0.05, "playing", 8))
"""Shares of the channels, their phase and the number alive: between matches, in a match, the last ten."""
WARM_UP_SECONDS = 45.0
BATCH = 200
ANSWERERS = 1
MIN_ON_TIME = 0.95
LATENESS_SHOWN = ("0.1", "0.25", "0.5", "1.0", "2.5")


def answer(redis_url: str, standings: dict[str, Standing], games: dict[str, Game]) -> None:
    """End each look as soon as its task is on the queue, until told to stop."""
    redis, wire = Redis.from_url(redis_url), BatchWire(redis_url)
    answers = Store(cast("Redis", wire))
    while True:
        messages: Any = redis.rpop("capture", BATCH)
        if not messages:
            time.sleep(0.002)
            continue
        for message in messages:
            channel, token, asked_at = _arguments(message)
            standing = standings[channel]
            due = next_due(
                standing, False, games[standing.game], asked_at, time.time(), random.uniform(-1, 1)
            )
            answers.finish_look(standing, "{}", token, due, lane(standing))
        wire.send()


def _arguments(message: bytes) -> tuple[str, str, float]:
    channel, token, asked_at = json.loads(base64.b64decode(json.loads(message)["body"]))[0]
    return channel, token, asked_at


def main() -> int:
    options = _options()
    ports = choose_ports(8000)
    told = dict(environment(ports))
    with Fleet(told) as fleet:
        redis_role, _ = ground(ports, 1, fleet.folder)
        fleet.start(redis_role)
        store = Store(Redis.from_url(told["REDIS_URL"]))
        fleet.await_redis(store.redis)
        games = known_games()
        standings = dict(_channels(options.channels, list(games)))
        _put(store, standings, games)
        fleet.start(next(role for role in pipeline(ports) if role.name == "beat"))
        os.sched_setaffinity(fleet.processes["beat"].pid, {max(os.sched_getaffinity(0))})
        answerers = [
            Process(target=answer, args=(told["REDIS_URL"], standings, games), daemon=True)
            for _ in range(ANSWERERS)
        ]
        for answerer in answerers:
            answerer.start()
        try:
            return 0 if _measure(store, fleet, options) else 1
        finally:
            for answerer in answerers:
                answerer.terminate()
                answerer.join()


def _measure(store: Store, fleet: Fleet, options: argparse.Namespace) -> bool:
    wanted = sum(share * options.channels / _interval(phase, alive) for share, phase, alive in MIX)
    print(
        f"{options.channels:,} channels, {wanted:,.0f} looks a second wanted; warming up",
        flush=True,
    )
    time.sleep(WARM_UP_SECONDS)
    before, uses_before, counters_before = store.redis.info(), fleet.uses(), store.counters()
    began = time.time()
    time.sleep(options.seconds)
    seconds, after, uses, counters = (
        time.time() - began,
        store.redis.info(),
        fleet.uses(),
        store.counters(),
    )
    looks = counters["looks_finished", ""] - counters_before["looks_finished", ""]
    late = _lateness(counters_before, counters)
    print(
        f"{looks / seconds:,.0f} looks a second were dispatched and ended; of them were late by at most "
        + ", ".join(f"{bound} s {share:.1%}" for bound, share in late.items())
    )
    for role, use in uses.items():
        cores = (use.cpu_seconds - uses_before[role].cpu_seconds) / seconds
        print(
            f"{role}: {cores:.2f} cores, {cores * 1e6 * seconds / looks:.0f} microseconds a look, "
            f"{use.resident_bytes / 1e6:.0f} MB"
        )
    print(
        f"Redis, a look: {_grown(before, after, 'total_commands_processed') / looks:.1f} commands, "
        f"{_grown(before, after, 'total_net_input_bytes') / looks:,.0f} bytes in, "
        f"{_grown(before, after, 'total_net_output_bytes') / looks:,.0f} bytes out; "
        f"it holds {after['used_memory'] / 1e6:.0f} MB, {after['used_memory'] / options.channels:,.0f} bytes a "
        "channel"
    )
    note(
        options.rows,
        f"looks a second that one beat dispatches, {options.channels:,} channels",
        f"{looks / seconds:,.0f}",
        "looks a second wanted",
        f"{wanted:,.0f}",
        f"{looks / seconds / wanted:.2f}",
    )
    note(options.rows, "of them late by at most a second", f"{late['1.0']:.1%}")
    return late["1.0"] >= MIN_ON_TIME and looks / seconds >= MIN_ON_TIME * wanted


def _lateness(
    before: dict[tuple[str, str], int], after: dict[tuple[str, str], int]
) -> dict[str, float]:
    """The share of looks that beat sent out no later than each bound, as beat itself counts them."""
    counts = {
        label.partition("|")[2]: count - before.get((name, label), 0)
        for (name, label), count in after.items()
        if name == "step_seconds_bucket" and label.startswith("dispatch|")
    }
    rows = cumulated(counts)
    return {bound: count / rows[-1][1] for bound, count in rows if bound in LATENESS_SHOWN}


def _grown(before: dict[str, Any], after: dict[str, Any], name: str) -> int:
    return int(after[name] - before[name])


def _interval(phase: Phase, alive: int | None) -> float:
    game = next(iter(known_games().values()))
    return next_due(Standing("", game.slug, phase, alive), False, game, 0.0, 0.0, 0.0)


def _channels(count: int, games: list[str]) -> Iterator[tuple[str, Standing]]:
    shuffled = random.Random(1)
    for number in range(count):
        _, phase, alive = shuffled.choices(MIX, [share for share, _, _ in MIX])[0]
        name = f"channel-{number}"
        yield (
            name,
            Standing(name, games[number % len(games)], phase, alive, 2, 0.99, time.time(), "ok"),
        )


def _put(store: Store, standings: dict[str, Standing], games: dict[str, Game]) -> None:
    """Every channel with its first look somewhere in its interval, as if it had been watched for long."""
    store.publish_catalog(
        [replace(game, twitch_category="", categories={}) for game in games.values()], [], "bench"
    )
    rows, now = list(standings.values()), time.time() + 5
    for at in range(0, len(rows), 1000):
        part = rows[at : at + 1000]
        store.put_streams(
            [_stream(row) for row in part],
            {row.channel: now + random.uniform(0, 30) for row in part},
        )


def _stream(row: Standing) -> Stream:
    url = f"https://www.twitch.tv/{row.channel}"
    return Stream(
        row.channel,
        row.game,
        row.channel.title(),
        url,
        "one more and then bed",
        "twitch",
        "en",
        250,
        url,
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.scale", description=__doc__)
    parser.add_argument("--channels", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=60.0)
    add_option(parser)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
