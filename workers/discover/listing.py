"""Which of the streams that a platform lists for a game are watched?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from scoreboard.models import Channel, Game, Stream
from workers.discover.by_name import ByName
from workers.discover.filters import passes_filters, why_passed_over
from workers.discover.platforms import LiveStream, Platform, PlatformFailed

_MAX_PAGES = 20


@dataclass(slots=True)
class Listing:
    """The wanted streams by channel, and why others were passed over."""

    kept: dict[str, Stream] = field(default_factory=dict)
    passed: dict[str, str] = field(default_factory=dict)
    elsewhere: dict[str, str] = field(default_factory=dict)
    """Channels that were asked for by name and play something else, with what."""
    fault: str = ""
    """What was wrong with it; empty when nothing was."""
    complete: bool = True
    """False: streams may be missing that are live."""

    def note(self, fault: str, complete: bool = True) -> None:
        self.fault = self.fault or fault
        self.complete = self.complete and complete


class Lister:
    """Asks one platform for the streams of one game."""

    def __init__(
        self,
        platform: Platform,
        game: Game,
        category: str,
        channels: Mapping[str, Channel],
        now: float,
        by_name: ByName | None = None,
    ) -> None:
        self._platform, self._game, self._category = platform, game, category
        self._names = by_name or ByName(platform, now)
        self._channels, self._now = channels, now

    def listing(self) -> Listing:
        """Raises ``PlatformFailed`` when not one stream came."""
        listing = Listing()
        try:
            self._by_category(listing)
            self._by_name(listing)
        except PlatformFailed as failure:
            if not listing.kept:
                raise
            listing.note(str(failure), complete=False)
        return listing

    def _by_category(self, listing: Listing) -> None:
        limit = self._game.limit_on(self._platform.name)
        pages = self._platform.pages(self._category, self._game.languages, self._now)
        for number, rows in enumerate(pages, 1):
            mine = [row for row in rows if row.category_id in ("", self._category)]
            if rows and not mine:
                raise PlatformFailed(
                    f"{self._platform.label} returned streams of another category."
                )
            self._sift(mine, listing, limit)
            if len(listing.kept) >= limit or number >= _MAX_PAGES:
                return

    def _by_name(self, listing: Listing) -> None:
        """Channels that admins allow or feature, wherever they are in the list by category, or if they are not in it.

        They are watched beyond the game's limit.
        """
        logins = list(self._named(listing))
        rows = self._names.live(logins) if logins else []
        mine = [row for row in rows if self._plays_this(row)]
        self._sift(mine, listing, len(listing.kept) + len(mine))
        for row in rows:
            if row.category_id not in ("", self._category):
                listing.elsewhere[row.channel] = f"its category is {row.category or 'another one'}"

    def _named(self, listing: Listing) -> Iterator[str]:
        """Their logins; of those in ``listing`` there is no need to ask."""
        prefix = f"{self._platform.name}-"
        for channel, rule in self._channels.items():
            if (
                channel.startswith(prefix)
                and channel not in listing.kept
                and passes_filters(rule, self._game)
            ):
                yield login_of(channel.removeprefix(prefix), rule.url)

    def _plays_this(self, row: LiveStream) -> bool:
        """Where the platform does not say what is played, an admin must have."""
        rule = self._channels.get(row.channel)
        named = rule.game if rule else ""
        return row.category_id == self._category or (
            not row.category_id and named == self._game.slug
        )

    def _sift(self, rows: Sequence[LiveStream], listing: Listing, limit: int) -> None:
        """Add the streams that pass the filters to those kept."""
        for row in self._rated(rows, listing):
            rule = self._channels.get(row.channel)
            is_named = passes_filters(rule, self._game) and rule and rule.rule != "block"
            if reason := why_passed_over(row, self._game, rule, len(listing.kept), limit):
                if not is_named:
                    listing.passed[row.channel] = reason
                continue
            listing.passed.pop(row.channel, None)
            stream = row.as_stream(self._game.slug, self._now)
            listing.kept[row.channel] = (
                replace(stream, correction=rule.correction, featured=rule.featured)
                if rule
                else stream
            )

    def _rated(self, rows: Sequence[LiveStream], listing: Listing) -> Sequence[LiveStream]:
        """With what makes them streams for adults; asked only where it decides."""
        if self._game.mature:
            return rows
        asked = [
            row
            for row in rows
            if not passes_filters(rule := self._channels.get(row.channel), self._game)
            and not why_passed_over(row, self._game, rule, 0, 1)
        ]
        reasons, fault = self._platform.rated(asked, self._now) if asked else ({}, "")
        if fault:
            listing.note(fault)
        return [
            replace(row, mature=True, mature_because=because)
            if (because := reasons.get(row.channel, ()))
            else row
            for row in rows
        ]


def login_of(lowercase: str, url: str) -> str:
    """As the channel's page has it: an identifier of ours has lost the case that YouTube's IDs need."""
    try:
        words = urlsplit(url).path.split("/")
    except ValueError:
        return lowercase
    return next((word for word in words if word.lower() == lowercase), lowercase)
