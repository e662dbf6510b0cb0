"""What does one platform say of every game?"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from scoreboard.health import PlatformState
from scoreboard.models import Channel, Game, Stream
from scoreboard.store import Store
from workers.discover.by_name import ByName
from workers.discover.filters import is_still_wanted
from workers.discover.listing import Lister, Listing
from workers.discover.platforms import Platform, PlatformFailed
from workers.net.deadline import time_limit

GONE_SECONDS = 90.0
"""A stream that is missing from a platform's list for less may have slipped between two of its pages."""
STANDS_SECONDS = 300.0
"""The last known list is kept this long while the platform returns none that is complete."""
MIN_BEFORE_SHORT = 8
"""Of fewer streams, half may well end within a minute."""
BUDGET_SECONDS = 30.0

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Said:
    """What is live on a platform, by its own words now or those that still stand."""

    streams: list[Stream] = field(default_factory=list)
    passed: dict[str, dict[str, str]] = field(default_factory=dict)
    """By game: channel -> why it is not watched. A game of which nothing came is left out."""
    faults: dict[str, str] = field(default_factory=dict)
    """By game."""


class Asking:
    """Asks one platform, in one discovery."""

    def __init__(
        self,
        store: Store,
        platform: Platform,
        channels: Mapping[str, Channel],
        known: Iterable[Stream],
        now: float,
    ) -> None:
        self._store, self._platform, self._channels, self._now = store, platform, channels, now
        self._known = [stream for stream in known if self._is_listed(stream)]
        self._names = ByName(platform, now)
        self.said = Said()

    def ask(self, games: Iterable[Game]) -> None:
        """About each game in turn, within a budget; an error of ours costs this platform alone."""
        with time_limit(BUDGET_SECONDS):
            for game in games:
                if name := game.category_on(self._platform.name):
                    self._ask_about(game, name)

    def state(self) -> PlatformState:
        return PlatformState(
            label=self._platform.label,
            at=self._now,
            quota_left=self._platform.quota_left,
            quota_unit=self._platform.quota_unit,
            found=len({stream.channel for stream in self.said.streams}),
            fault=next(iter(self.said.faults.values()), ""),
            faults=self.said.faults,
        )

    def _ask_about(self, game: Game, name: str) -> None:
        before = self._before(game)
        try:
            listing = self._listing(game, name)
        except PlatformFailed as failure:
            self._stand(game, before, str(failure))
        except Exception as error:
            log.exception("discover: %s on %s", game.slug, self._platform.label)
            self._stand(
                game, before, f"{self._platform.label}: {type(error).__name__} in our client."
            )
        else:
            note_if_short(listing, before, self._platform.label)
            if listing.fault:
                self.said.faults[game.slug] = listing.fault
            self.said.passed[game.slug] = {**listing.elsewhere, **listing.passed}
            self.said.streams += [*listing.kept.values(), *missing(listing, before, self._now)]

    def _is_listed(self, stream: Stream) -> bool:
        """Whether the platform named it. One that is watched by its URL may be on the same platform."""
        rule = self._channels.get(stream.channel)
        is_watched = rule is not None and rule.rule == "watch"
        return not is_watched and stream.channel.startswith(f"{self._platform.name}-")

    def _before(self, game: Game) -> list[Stream]:
        """What it listed earlier and would still be taken."""
        return [
            stream
            for stream in self._known
            if stream.game == game.slug
            and is_still_wanted(stream, game, self._channels.get(stream.channel))
        ]

    def _listing(self, game: Game, name: str) -> Listing:
        category, fault = self._category(name)
        listing = Lister(
            self._platform, game, category, self._channels, self._now, self._names
        ).listing()
        listing.note(fault)
        return listing

    def _stand(self, game: Game, before: Iterable[Stream], fault: str) -> None:
        self.said.faults[game.slug] = fault
        self.said.streams += [
            stream for stream in before if self._now - stream.found_at <= STANDS_SECONDS
        ]

    def _category(self, name: str) -> tuple[str, str]:
        """The platform's ID of a category, and what is wrong with it. Raises ``PlatformFailed``.

        The last known ID serves while the platform does not know the name, also after a restart.
        """
        try:
            category = self._platform.category_id(name, self._now)
        except PlatformFailed as failure:
            if last := self._store.category_id(self._platform.name, name):
                return last, f"{failure} Using its last known ID."
            raise
        self._store.put_category_id(self._platform.name, name, category)
        return category, ""


def note_if_short(listing: Listing, before: Sequence[Stream], label: str) -> None:
    """Streams end one by one: a list of half as many is one that the platform did not finish."""
    listed = len(listing.kept.keys() | listing.passed.keys())
    if before and not listed:
        listing.note(f"{label} returned an empty list.", complete=False)
    elif len(before) >= MIN_BEFORE_SHORT and listed * 2 <= len(before):
        listing.note(
            f"{label} returned {listed} streams where there were {len(before)};"
            f" the others are kept for {STANDS_SECONDS / 60:.0f} minutes.",
            complete=False,
        )


def missing(listing: Listing, before: Iterable[Stream], now: float) -> list[Stream]:
    """Streams found earlier of which ``listing`` says nothing."""
    seconds = GONE_SECONDS if listing.complete else STANDS_SECONDS
    return [
        stream
        for stream in before
        if stream.channel not in listing.kept
        and stream.channel not in listing.passed
        and now - stream.found_at <= seconds
    ]
