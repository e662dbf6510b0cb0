"""Which streams are live?"""

from __future__ import annotations

import logging
import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from scoreboard.models import Channel, Game, Stream
from scoreboard.store import Store
from workers.discover.helix import Helix, HelixFailed
from workers.discover.platform import is_playlist, platform_of
from workers.discover.twitch import LiveStream, live_stream
from workers.net.deadline import time_limit
from workers.net.failure import FetchFailed

FIRST_LOOK_SECONDS = 5.0
"""A stream that was found is first looked at within this time."""
GONE_SECONDS = 90.0
"""A stream that is missing from Twitch's list for less may have slipped between two of its pages."""
STANDS_SECONDS = 300.0
"""The last known list stands this long while Twitch gives no new one."""
BUDGET_SECONDS = 30.0
LEASE_SECONDS = 50.0
_MAX_PAGES = 20
_MAX_ALLOWED = 100

log = logging.getLogger(__name__)


def discover(store: Store, helix: Helix | None, now: float) -> dict[str, Stream]:
    """Finds the streams of every enabled game, stores what came and drops what is gone; returns those that stand.

    Without ``helix`` only the channels that admins watch by their address are found. One at a time: an older
    discovery that ended after a newer one would take back what that found.
    """
    if not store.start_discovering(LEASE_SECONDS):
        return {}
    version = ""
    try:
        version = store.catalog_version()
        return _discover(store, helix, now)
    finally:
        store.end_discovering(version)


def _discover(store: Store, helix: Helix | None, now: float) -> dict[str, Stream]:
    games = {slug: game for slug, game in store.games().items() if game.enabled}
    channels, known = store.channels(), store.streams()
    found = {stream.channel: stream for stream in watched(channels.values(), games, now)}
    with time_limit(BUDGET_SECONDS):
        for game in games.values() if helix else ():
            assert helix
            for stream in _of_game(store, helix, game, channels, known.values(), now):
                found[stream.channel] = stream
    _keep(store, found, known, now)
    live = [stream.game for stream in found.values()]
    store.put_found({slug: live.count(slug) for slug in games}, now)
    if helix and helix.questions_left is not None:
        store.put_twitch_left(helix.questions_left, now)
    return found


def watched(channels: Iterable[Channel], games: Mapping[str, Game], now: float) -> Iterator[Stream]:
    """The channels that admins added by their address."""
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
) -> list[Stream]:
    """What Twitch lists; when it does not, or for a short while what it listed before."""
    before = [
        stream
        for stream in known
        if stream.game == game.slug
        and stream.platform == "twitch"
        and _is_welcome(stream.channel, channels)
    ]
    if not game.twitch_category:
        return []
    try:
        listed, passed = _listed(helix, game, channels, now)
    except (HelixFailed, FetchFailed) as failure:
        _report(store, game, str(failure), now)
        return [stream for stream in before if now - stream.found_at <= STANDS_SECONDS]
    if not listed and before:
        _report(store, game, "Twitch lists no stream where there were some.", now)
        return [stream for stream in before if now - stream.found_at <= STANDS_SECONDS]
    store.clear_fault("discover", game.slug)
    store.put_passed_over(game.slug, passed)
    names = {stream.channel for stream in listed}
    missing = [
        stream
        for stream in before
        if stream.channel not in names and now - stream.found_at < GONE_SECONDS
    ]
    return listed + missing


@dataclass(slots=True)
class _Sifted:
    """Streams by channel, and why others were passed over."""

    kept: dict[str, Stream] = field(default_factory=dict)
    passed: dict[str, str] = field(default_factory=dict)


def _listed(
    helix: Helix, game: Game, channels: Mapping[str, Channel], now: float
) -> tuple[list[Stream], dict[str, str]]:
    """What is to be watched, and why the others are not."""
    category = helix.category_id(game.twitch_category, now)
    languages = [("language", language) for language in game.languages]
    sifted = _Sifted()
    for number, page in enumerate(helix.pages([("game_id", category), *languages], now), 1):
        _sift(page, game, category, channels, sifted, now)
        if len(sifted.kept) >= game.stream_limit or number >= _MAX_PAGES:
            break
    allowed = _allowed(game, channels, sifted.kept)
    if allowed:
        page = next(helix.pages([("user_login", login) for login in allowed], now))
        roomy = replace(game, stream_limit=len(sifted.kept) + len(allowed))
        _sift(page, roomy, category, channels, sifted, now)
    return list(sifted.kept.values()), sifted.passed


def _sift(
    page: list[dict[str, object]],
    game: Game,
    category: str,
    channels: Mapping[str, Channel],
    sifted: _Sifted,
    now: float,
) -> None:
    """Add the streams of ``page`` that pass the filters to those kept."""
    rows = [live_stream(row) for row in page]
    if page and not any(rows):
        raise HelixFailed("Twitch's answer holds no stream that makes sense.")
    for row in rows:
        if row is None or row.category_id != category:
            continue
        rule = channels.get(row.channel)
        if reason := why_passed_over(row, game, rule, len(sifted.kept)):
            sifted.passed[row.channel] = reason
            continue
        sifted.passed.pop(row.channel, None)
        stream = row.as_stream(game.slug, now)
        sifted.kept[row.channel] = (
            replace(stream, correction=rule.correction, featured=rule.featured) if rule else stream
        )


def why_passed_over(row: LiveStream, game: Game, rule: Channel | None, kept: int) -> str:
    """Why a live stream is not watched, for admins; empty when it is."""
    if rule and rule.rule == "block":
        return "blocked by an admin"
    if kept >= game.stream_limit:
        return f"the {game.stream_limit} streams wanted of {game.name} have more viewers"
    if rule and (rule.featured or rule.rule == "allow") and rule.game in ("", game.slug):
        return ""
    if row.mature and not game.mature:
        return "marked as mature"
    if game.languages and row.language not in game.languages:
        return f"its language is {row.language or 'not known'}"
    return ""


def _allowed(game: Game, channels: Mapping[str, Channel], kept: Mapping[str, Stream]) -> list[str]:
    """Logins to ask for by name, because the list by language does not show them."""
    logins = [
        name.removeprefix("twitch-")
        for name, channel in channels.items()
        if (channel.rule == "allow" or channel.featured)
        and name.startswith("twitch-")
        and channel.game in ("", game.slug)
        and name not in kept
    ]
    return logins[:_MAX_ALLOWED] if game.languages else []


def _is_welcome(channel: str, channels: Mapping[str, Channel]) -> bool:
    rule = channels.get(channel)
    return rule is None or rule.rule != "block"


def _report(store: Store, game: Game, sentence: str, now: float) -> None:
    log.warning("discover: %s: %s", game.slug, sentence)
    store.count("faults", "discover")
    store.put_fault("discover", game.slug, sentence, now)


def _keep(
    store: Store, found: Mapping[str, Stream], known: Mapping[str, Stream], now: float
) -> None:
    """A stream that moved to another game starts anew there."""
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
