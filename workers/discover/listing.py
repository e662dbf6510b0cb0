"""Which of the streams that Twitch lists for a game are watched?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from scoreboard.models import Channel, Game, Stream
from workers.discover.by_name import ByName, checked
from workers.discover.filters import passes_filters, why_passed_over
from workers.discover.helix import Helix, HelixFailed
from workers.discover.twitch import LiveStream

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
    """Asks for the streams of one game."""

    def __init__(
        self,
        helix: Helix,
        game: Game,
        category: str,
        channels: Mapping[str, Channel],
        now: float,
        by_name: ByName | None = None,
    ) -> None:
        self._helix, self._game, self._category = helix, game, category
        self._names = by_name or ByName(helix, now)
        self._channels, self._now = channels, now

    def listing(self) -> Listing:
        """Raises ``HelixFailed`` when not one stream came."""
        listing = Listing()
        try:
            self._by_category(listing)
            self._by_name(listing)
        except HelixFailed as failure:
            if not listing.kept:
                raise
            listing.note(str(failure), complete=False)
        return listing

    def _by_category(self, listing: Listing) -> None:
        languages = [("language", language) for language in self._game.languages]
        params = [("game_id", self._category), *languages]
        for number, page in enumerate(self._helix.pages(params, self._now), 1):
            rows = checked(page)
            mine = [row for row in rows if row.category_id == self._category]
            if rows and not mine:
                raise HelixFailed("Twitch returned streams of another category.")
            self._sift(mine, listing, self._game.stream_limit)
            if len(listing.kept) >= self._game.stream_limit or number >= _MAX_PAGES:
                return

    def _by_name(self, listing: Listing) -> None:
        """Channels that admins allow or feature, wherever they are in the list by category, or if they are not in it.

        They are watched beyond the game's limit.
        """
        logins = [
            channel.removeprefix("twitch-")
            for channel, rule in self._channels.items()
            if passes_filters(rule, self._game)
            and channel.startswith("twitch-")
            and channel not in listing.kept
        ]
        rows = self._names.live(logins) if logins else []
        mine = [row for row in rows if row.category_id == self._category]
        self._sift(mine, listing, len(listing.kept) + len(mine))
        for row in rows:
            if row.category_id != self._category:
                listing.elsewhere[row.channel] = f"its category is {row.category or 'another one'}"

    def _sift(self, rows: Sequence[LiveStream], listing: Listing, limit: int) -> None:
        """Add the streams that pass the filters to those kept."""
        game = replace(self._game, stream_limit=limit)
        labels = self._labels(rows, listing)
        for row in rows:
            rule = self._channels.get(row.channel)
            known = labels.get(row.user_id, ())
            is_named = passes_filters(rule, game) and rule and rule.rule != "block"
            if reason := why_passed_over(row, game, rule, len(listing.kept), known):
                if not is_named:
                    listing.passed[row.channel] = reason
                continue
            listing.passed.pop(row.channel, None)
            stream = row.as_stream(game.slug, self._now)
            listing.kept[row.channel] = (
                replace(stream, correction=rule.correction, featured=rule.featured)
                if rule
                else stream
            )

    def _labels(self, rows: Sequence[LiveStream], listing: Listing) -> Mapping[str, frozenset[str]]:
        """The content labels that decide, by user ID; those known earlier where Twitch gives none now."""
        if self._game.mature:
            return {}
        asked = [
            row.user_id
            for row in rows
            if row.user_id
            and not passes_filters(rule := self._channels.get(row.channel), self._game)
            and not why_passed_over(row, self._game, rule, 0)
        ]
        try:
            return self._helix.labels(asked, self._now)
        except HelixFailed as failure:
            listing.note(f"Content labels are missing. {failure}")
            return self._helix.known_labels
