"""Which streams are live?"""

from __future__ import annotations

import logging
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from uuid import uuid4

from scoreboard.models import Channel, Game, Stream
from scoreboard.store import Store
from workers.discover.by_name import ByName
from workers.discover.filters import is_still_wanted
from workers.discover.helix import Helix, HelixFailed
from workers.discover.listing import Lister, Listing
from workers.discover.platform import is_playlist, platform_of
from workers.net.deadline import time_limit

FIRST_LOOK_SECONDS = 5.0
"""A stream that was found is first looked at within this time."""
GONE_SECONDS = 90.0
"""A stream that is missing from Twitch's list for less may have slipped between two of its pages."""
STANDS_SECONDS = 300.0
"""The last known list is kept this long while Twitch returns none that is complete."""
MIN_BEFORE_SHORT = 8
"""Of fewer streams, half may well end within a minute."""
BUDGET_SECONDS = 30.0
LEASE_SECONDS = 50.0

log = logging.getLogger(__name__)


def discover(store: Store, helix: Helix | None, now: float) -> dict[str, Stream]:
    """Finds the streams of every enabled game, stores them and drops those that are gone; returns what is live.

    Without ``helix`` only the channels that admins watch by their URL are found. One at a time: an older discovery
    that ended after a newer one would undo it.
    """
    owner = uuid4().hex
    if not store.start_discovering(LEASE_SECONDS, owner):
        return {}
    version = ""
    try:
        version = store.catalog_version()
        return _discover(store, helix, now)
    finally:
        store.end_discovering(version, owner)


def _discover(store: Store, helix: Helix | None, now: float) -> dict[str, Stream]:
    games = {slug: game for slug, game in store.games().items() if game.enabled}
    channels, known = store.channels(), store.streams()
    found = {stream.channel: stream for stream in watched(channels.values(), games, now)}
    with time_limit(BUDGET_SECONDS):
        names = ByName(helix, now) if helix else None
        for game in games.values() if helix else ():
            assert helix
            for stream in _of_game(store, helix, game, channels, known.values(), now, names):
                found[stream.channel] = stream
    _keep(store, found, known, now)
    live = [stream.game for stream in found.values()]
    store.put_found({slug: live.count(slug) for slug in games}, now)
    if helix and helix.questions_left is not None:
        store.put_twitch_left(helix.questions_left, now)
    return found


def watched(channels: Iterable[Channel], games: Mapping[str, Game], now: float) -> Iterator[Stream]:
    """The channels that admins added by their URL."""
    for channel in channels:
        if channel.rule != "watch" or channel.game not in games:
            continue
        playable = is_playlist(channel.url)
        yield Stream(
            channel=channel.channel,
            game=channel.game,
            name=channel.name or channel.channel,
            url=channel.url,
            platform="web" if playable else platform_of(channel.url),
            page_url="" if playable else channel.url,
            playback_url=channel.url if playable else "",
            found_at=now,
            correction=channel.correction,
            featured=channel.featured,
        )


def _of_game(
    store: Store,
    helix: Helix,
    game: Game,
    channels: Mapping[str, Channel],
    known: Iterable[Stream],
    now: float,
    names: ByName | None = None,
) -> list[Stream]:
    """What Twitch lists, and for a while what it listed before."""
    if not game.twitch_category:
        return []
    before = [
        stream
        for stream in known
        if stream.game == game.slug
        and stream.platform == "twitch"
        and is_still_wanted(stream, game, channels.get(stream.channel))
    ]
    try:
        category, fault = _category(store, helix, game.twitch_category, now)
        listing = Lister(helix, game, category, channels, now, names).listing()
    except HelixFailed as failure:
        _report(store, game, str(failure), now)
        return [stream for stream in before if now - stream.found_at <= STANDS_SECONDS]
    listing.note(fault)
    _note_if_short(listing, before)
    if listing.fault:
        _report(store, game, listing.fault, now)
    else:
        store.clear_fault("discover", game.slug)
    store.put_passed_over(game.slug, {**listing.elsewhere, **listing.passed})
    return [*listing.kept.values(), *_missing(listing, before, now)]


def _category(store: Store, helix: Helix, name: str, now: float) -> tuple[str, str]:
    """Twitch's ID of a category, and what is wrong with it. Raises ``HelixFailed``.

    The last known ID serves while Twitch does not know the name, also after a restart.
    """
    try:
        category = helix.category_id(name, now)
    except HelixFailed as failure:
        if last := store.category_id(name):
            return last, f"{failure} Using its last known ID."
        raise
    store.put_category_id(name, category)
    return category, ""


def _note_if_short(listing: Listing, before: Sequence[Stream]) -> None:
    """Streams end one by one: a list of half as many is one that Twitch did not finish."""
    listed = len(listing.kept.keys() | listing.passed.keys())
    if before and not listed:
        listing.note("Twitch returned an empty list.", complete=False)
    elif len(before) >= MIN_BEFORE_SHORT and listed * 2 <= len(before):
        listing.note(
            f"Twitch returned {listed} streams where there were {len(before)};"
            f" the others are kept for {STANDS_SECONDS / 60:.0f} minutes.",
            complete=False,
        )


def _missing(listing: Listing, before: Iterable[Stream], now: float) -> list[Stream]:
    """Streams found earlier of which ``listing`` says nothing."""
    seconds = GONE_SECONDS if listing.complete else STANDS_SECONDS
    return [
        stream
        for stream in before
        if stream.channel not in listing.kept
        and stream.channel not in listing.passed
        and now - stream.found_at <= seconds
    ]


def _report(store: Store, game: Game, sentence: str, now: float) -> None:
    log.warning("discover: %s: %s", game.slug, sentence)
    store.count("faults", "discover")
    store.put_fault("discover", game.slug, sentence, now)


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
