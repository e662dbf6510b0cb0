"""What is the status of every watched stream, as an admin sees it?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from scoreboard.models import Standing, Stream
from scoreboard.requests import StreamStatus
from scoreboard.rules import OLD_SECONDS, Key, by_alive, in_play, is_fresh, phase_now
from scoreboard.store import Store
from webapp.board.words import PHASE_WORDS, STATE_WORDS

ROWS_A_PAGE = 50
SAME_PICTURE_SECONDS = 1.0
"""A count and a picture that are this close are of one look: both say when it was broadcast."""
SHOW = {
    "": "All",
    "ranked": "In play",
    "unranked": "Not in play",
    "failing": "Failing",
    "unsure": "Unsure",
}
SORT = {
    "closest": "Closest to the finish",
    "failures": "Most failures",
    "oldest": "Oldest count",
    "name": "Name",
}


@dataclass(frozen=True, slots=True)
class Filters:
    game: str = ""
    show: str = ""
    words: str = ""
    sort: str = "closest"
    page: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    stream: Stream
    standing: Standing
    place: StreamStatus
    now: float

    @property
    def in_play(self) -> bool:
        return in_play(self.standing, self.now)

    @property
    def says(self) -> str:
        if self.in_play:
            return "In play"
        phase = phase_now(self.standing, self.now)
        return PHASE_WORDS.get(phase) or STATE_WORDS.get(self.standing.state, self.standing.state)

    @property
    def age_seconds(self) -> float | None:
        return max(0.0, self.now - self.standing.captured_at) if self.standing.captured_at else None

    @property
    def is_stale(self) -> bool:
        """Whether the count is too old to rank by."""
        return not is_fresh(self.standing.captured_at, self.now)

    @property
    def picture_seconds(self) -> float | None:
        """How old what the reader was last shown is."""
        seen = self.place.seen
        return max(0.0, self.now - seen.captured_at) if seen else None

    @property
    def is_picture_old(self) -> bool:
        """Whether the picture says nothing about the count beside it."""
        age, count = self.picture_seconds, self.age_seconds
        if age is None:
            return False
        return age > OLD_SECONDS or (count is not None and age - count > SAME_PICTURE_SECONDS)

    @property
    def due_seconds(self) -> float | None:
        return max(0.0, self.place.next_due - self.now) if self.place.next_due is not None else None


@dataclass(frozen=True, slots=True)
class Rows:
    rows: list[Row]
    count: int
    page: int
    pages: int
    games: dict[str, int]
    """Streams of each game, whatever is filtered."""


def live_rows(store: Store, filters: Filters, now: float) -> Rows:
    """One page of them; the HUD crops of its streams are kept from now on, since somebody looks at them."""
    streams, standings = store.streams(), store.standings()
    chosen = arranged(streams.values(), standings, filters, now)
    pages = max(1, -(-len(chosen) // ROWS_A_PAGE))
    page = min(max(1, filters.page), pages)
    shown = chosen[(page - 1) * ROWS_A_PAGE : page * ROWS_A_PAGE]
    names = {stream.channel: stream.game for stream, _ in shown}
    store.mark_viewed(names)
    places = store.places(names)
    games: dict[str, int] = {}
    for stream in streams.values():
        games[stream.game] = games.get(stream.game, 0) + 1
    return Rows(
        [Row(stream, standing, places[stream.channel], now) for stream, standing in shown],
        len(chosen),
        page,
        pages,
        games,
    )


def arranged(
    streams: Iterable[Stream], standings: Mapping[str, Standing], filters: Filters, now: float
) -> list[tuple[Stream, Standing]]:
    words = filters.words.lower()
    pairs = [
        (stream, standings.get(stream.channel) or Standing(stream.channel, stream.game))
        for stream in streams
        if filters.game in ("", stream.game) and words in f"{stream.channel} {stream.name}".lower()
    ]
    pairs = [pair for pair in pairs if _is_shown(pair[1], filters.show, now)]
    return sorted(pairs, key=lambda pair: _order(pair[0], pair[1], filters.sort, now))


def _is_shown(standing: Standing, show: str, now: float) -> bool:
    if show == "ranked":
        return in_play(standing, now)
    if show == "unranked":
        return not in_play(standing, now)
    if show == "failing":
        return standing.failures > 0
    return show != "unsure" or standing.state == "unreadable" or "unclear" in standing.reason


def _order(stream: Stream, standing: Standing, sort: str, now: float) -> tuple[float, Key, str]:
    name, leveled = stream.name.lower(), by_alive(None, None, False, None, "")
    if sort == "failures":
        return -standing.failures, leveled, name
    if sort == "oldest":
        return standing.captured_at, leveled, name
    if sort == "name":
        return 0, leveled, name
    closest = by_alive(standing.alive, standing.kills, stream.featured, stream.viewers, name)
    return not in_play(standing, now), closest, name
