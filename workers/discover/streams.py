"""Which streams are live?"""

from __future__ import annotations

import logging
import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

from scoreboard.models import Game, Stream
from scoreboard.store import Store
from workers.discover.asking import Asking
from workers.discover.platforms import Platform
from workers.discover.watched import watched

FIRST_LOOK_SECONDS = 5.0
"""A stream that was found is first looked at within this time."""
LEASE_SECONDS = 50.0

log = logging.getLogger(__name__)


def discover(store: Store, platforms: Sequence[Platform], now: float) -> dict[str, Stream]:
    """Finds the streams of every enabled game, stores them and drops those that are gone; returns what is live.

    Without ``platforms`` only the channels that admins watch by their URL are found. One at a time: an older discovery
    that ended after a newer one would undo it.
    """
    owner = uuid4().hex
    if not store.start_discovering(LEASE_SECONDS, owner):
        return {}
    version = ""
    try:
        version = store.catalog_version()
        return _discover(store, platforms, now)
    finally:
        store.end_discovering(version, owner)


def _discover(store: Store, platforms: Sequence[Platform], now: float) -> dict[str, Stream]:
    games = {slug: game for slug, game in store.games().items() if game.enabled}
    channels, known = store.channels(), store.streams()
    found = {stream.channel: stream for stream in watched(channels.values(), games, now)}
    asked = [Asking(store, platform, channels, known.values(), now) for platform in platforms]
    _ask_all(asked, games.values())
    for asking in asked:
        found |= {stream.channel: stream for stream in asking.said.streams}
    _keep(store, found, known, now)
    _tell(store, asked, games, now)
    live = [stream.game for stream in found.values()]
    store.put_found({slug: live.count(slug) for slug in games}, now)
    store.put_platforms(
        {platform.name: asking.state() for platform, asking in zip(platforms, asked, strict=True)}
    )
    return found


def _ask_all(asked: Sequence[Asking], games: Iterable[Game]) -> None:
    """Each platform in a thread of its own: one that is slow takes no time from the others."""
    if not asked:
        return
    with ThreadPoolExecutor(len(asked), "discover") as pool:
        for answer in [pool.submit(asking.ask, list(games)) for asking in asked]:
            answer.result()


def _tell(store: Store, asked: Sequence[Asking], games: Iterable[str], now: float) -> None:
    """Admins: what is wrong with each game on any platform, and why live channels are not watched."""
    faults: defaultdict[str, list[str]] = defaultdict(list)
    passed: dict[str, dict[str, str]] = {}
    for asking in asked:
        for slug, sentence in asking.said.faults.items():
            log.warning("discover: %s: %s", slug, sentence)
            store.count("faults", "discover")
            faults[slug].append(sentence)
        for slug, reasons in asking.said.passed.items():
            passed[slug] = {**passed.get(slug, {}), **reasons}
    for slug in games:
        if faults[slug]:
            store.put_fault("discover", slug, " ".join(faults[slug]), now)
        else:
            store.clear_fault("discover", slug)
    for slug, reasons in passed.items():
        store.put_passed_over(slug, reasons)


def _keep(
    store: Store, found: Mapping[str, Stream], known: Mapping[str, Stream], now: float
) -> None:
    """A stream that moved to another game starts over there."""
    gone = [
        stream
        for channel, stream in known.items()
        if channel not in found or found[channel].game != stream.game
    ]
    if gone:
        store.drop_streams(gone)
    if found:
        due = {channel: now + random.uniform(0, FIRST_LOOK_SECONDS) for channel in found}
        store.put_streams(found.values(), due)
