"""How are the boards of this process kept up to date with what others write?"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from threading import Lock

from scoreboard.director import Matches, direct
from scoreboard.forecast.forecasts import foreseen
from scoreboard.highlights import switch
from scoreboard.kept.rows import Changed, KeptRows
from scoreboard.milestones import taken_on_air
from scoreboard.models import ALL_GAMES, Board, Game, OnAir, RankedStream, Top
from scoreboard.rules import is_in_play
from scoreboard.store import Store
from scoreboard.store.board_rows import Fetched, Made, News
from workers.direct.remember import remember
from workers.direct.told import Told
from workers.direct.whole import rows_written, seconds_wanted, whole

ANEW_SECONDS = 300.0
"""Everything is fetched anew this often, should anything have been written of which nobody says so."""
IDLE_SECONDS = 30.0
"""And where others have made the boards for so long."""
FIRST_ROWS = 128
"""A board names so many: as many as viewers are sent, and some for those whose numbers grow old meanwhile."""
Rows = Mapping[str, RankedStream | None]


class KeptBoards:
    """What this process remembers from one pass to the next. Nothing of it is precious."""

    def __init__(self) -> None:
        self._busy = Lock()
        self._number = 0
        """The highest that a pass of this process had: readers may know it, whatever Redis does."""
        self._forget()

    def _forget(self) -> None:
        self._kept = KeptRows()
        self._bodies: dict[str, bytes] = {}
        """By channel: JSON of its row."""
        self._told = Told()
        self._on_air: dict[str, OnAir | None] = {}
        """By board, as this process wrote it last."""
        self._made: int | None = None
        """The number of the last pass of this process; nothing before the first."""
        self._is_afresh = False
        """Whether this pass writes every row: what readers know of them may be of a lost future."""
        self._seen = self._untold = self._unreadable = 0
        self._fetched_at = self._made_at = 0.0
        """By a steady clock: when everything was fetched, and when boards were made."""

    def make(self, store: Store, everything: bool, now: float) -> int:
        """Makes the boards that may have changed, or all of them; returns how many."""
        if not self._busy.acquire(blocking=False):
            return 0  # a pass has outlived its lease
        try:
            return self._make(store, everything, now)
        except BaseException:
            self._forget()
            raise
        finally:
            self._busy.release()

    def _make(self, store: Store, everything: bool, now: float) -> int:
        news = store.board_news(self._seen, self._made or 0)
        games = store.games(news.catalog)
        everything = everything or "" in news.games
        wanted = set(games) if everything else news.games & games.keys()
        if not wanted:
            return 0
        changed = self._refresh(store, news, games, now)
        if changed is None:
            return 0
        names = wanted | {game for game in games if changed.on(game)}
        before = self._on_air_before(store, [*sorted(names), ALL_GAMES], news, everything)
        if self._write(store, news, changed, before, games, now):
            return len(names) + 1
        store.put_back(names)
        self._forget()
        return 0

    def _refresh(
        self, store: Store, news: News, games: Mapping[str, Game], now: float
    ) -> Changed | None:
        """Nothing where Redis has just begun: it says nothing about which streams are live."""
        # Emptied, or an older state of it, from which another process may have gone on.
        has_gone_back = (news.made or 0) < (self._made or 0) or news.is_lost
        is_afresh = has_gone_back or news.made is None or news.older_wrote
        if is_first := is_afresh or self._made is None:
            self._forget()
        self._is_afresh = is_afresh
        is_behind = not is_first and news.made != self._made
        channels = {*news.looked, *news.found}
        if is_first or self._is_lost(news, is_behind) or not self._take(store, news, games):
            channels = self._fetch_anew(store, news)
        if not self._kept.streams and not store.has_discovered():
            return None
        channels |= self._kept.due(games, foreseen(store, news.learned).ends_in, now)
        self._seen, self._untold = news.number, news.untold
        if is_first:
            told: Rows | None = _told_last(store, news)
            channels |= (told or {}).keys()
        else:
            told = store.fetch_rows(sorted(channels)) if is_behind else None
        return self._kept.refresh(channels, now, told)

    def _is_lost(self, news: News, is_behind: bool) -> bool:
        """Whether something may have been written that nobody told of."""
        now = time.monotonic()
        is_long_ago = now - self._fetched_at >= ANEW_SECONDS
        was_idle = is_behind and now - self._made_at >= IDLE_SECONDS
        return was_idle or is_long_ago or news.number < self._seen or news.untold != self._untold

    def _take(self, store: Store, news: News, games: Mapping[str, Game]) -> bool:
        """Fetches what was told of; false when that is not all that has changed."""
        streams = self._kept.streams
        unknown = news.looked - streams.keys()  # their stream was added and this missed it
        fetched = store.fetch([*news.found, *unknown], [*news.looked, *news.found])
        named = self._put(fetched) | {streams[each].game for each in news.looked if each in streams}
        is_all = news.streams == len(self._kept.streams) + self._unreadable
        return is_all and news.games & games.keys() <= named

    def _put(self, fetched: Fetched) -> set[str]:
        """Returns the games that these streams belong to, and did."""
        streams, standings, named = self._kept.streams, self._kept.standings, set()
        for channel, stream in fetched.streams.items():
            known = streams.pop(channel, None)
            named |= {each.game for each in (known, stream) if each is not None}
            if stream is not None:
                streams[channel] = stream
        for channel, standing in fetched.standings.items():
            standings.pop(channel, None)
            if standing is not None:
                standings[channel] = standing
        return named

    def _fetch_anew(self, store: Store, news: News) -> set[str]:
        kept = self._kept
        kept.streams, kept.standings = store.streams(), store.standings()
        self._unreadable = news.streams - len(kept.streams)
        self._fetched_at = time.monotonic()
        store.forget_gone(kept.streams, kept.rows)
        return {*kept.streams, *kept.rows}

    def _write(
        self,
        store: Store,
        news: News,
        changed: Changed,
        before: Mapping[str, OnAir | None],
        games: Mapping[str, Game],
        now: float,
    ) -> bool:
        seen: Matches = {}
        chosen = {
            game: direct(self._kept.stage(game, on_air, now), on_air, now, seen)
            for game, on_air in before.items()
        }
        told = self._told.worth_telling(before, changed, now)
        made = self._to_write(news, changed, chosen, told, now)
        made.on_air = [each for game, each in chosen.items() if each != before[game]]
        if not store.put_boards(made):
            return False
        self._made = self._number = made.number
        self._made_at = time.monotonic()
        self._on_air |= chosen
        for on_air in made.on_air:
            self._tell_switch(store, before[on_air.game], on_air, now)
        remember(store, *self._of_changed(changed, news, now), games)
        return True

    def _on_air_before(
        self, store: Store, names: Sequence[str], news: News, everything: bool
    ) -> dict[str, OnAir | None]:
        """Who is on air on these boards: fetched where another process may have written it, and now and then."""
        if everything or news.made != self._made:
            self._on_air = {}
        missing = [name for name in names if name not in self._on_air]
        known = self._on_air | store.all_on_air(missing)
        return {name: known[name] for name in names}

    def _tell_switch(self, store: Store, before: OnAir | None, on_air: OnAir, now: float) -> None:
        if before is not None and before.channel == on_air.channel:
            return
        rows = self._kept.ranked(on_air.game, [on_air.channel])
        board = Board(on_air.game, now, rows)
        store.put_moments(switch(board, on_air))
        store.put_milestones(taken_on_air(board, before, on_air))

    def _of_changed(self, changed: Changed, news: News, now: float) -> tuple[Board, Board]:
        """The boards of all games before and after, without the rows that stay the same."""
        after = self._kept.ranked(ALL_GAMES, changed.after)
        before_at = (news.made or 0) / 1000
        before = tuple(map(_in_play_or_not, changed.before.values()))
        return Board(ALL_GAMES, before_at, before), Board(ALL_GAMES, now, after)

    def _to_write(
        self,
        news: News,
        changed: Changed,
        chosen: Mapping[str, OnAir],
        told: set[str],
        now: float,
    ) -> Made:
        gone = changed.before.keys() - changed.after.keys()
        bodies = {channel: row.to_json().encode() for channel, row in changed.after.items()}
        self._bodies |= bodies
        for channel in gone:
            self._bodies.pop(channel, None)
        if self._is_afresh:
            bodies = {channel: self._body(channel) for channel in self._kept.rows}
        number = max((news.made or 0) + 1, self._number + 1, int(now * 1000))
        readers = seconds_wanted(news)
        written = rows_written(news, readers)
        return Made(
            before=news.made,
            number=number,
            rows=bodies,
            gone=() if self._is_afresh else gone,
            tops=[self._top(on_air, now) for on_air in chosen.values()],
            told=told,
            afresh=self._is_afresh,
            wholes={game: self._whole(game, written, now) for game in chosen if written != 0},
            readers_seconds=readers,
        )

    def _body(self, channel: str) -> bytes:
        if channel not in self._bodies:
            self._bodies[channel] = self._kept.rows[channel].to_json().encode()
        return self._bodies[channel]

    def _top(self, on_air: OnAir, now: float) -> Top:
        board = self._kept.boards[on_air.game]
        ladder = board.ladder
        shown = {on_air.channel, *on_air.beside}
        first = tuple(ladder.channels(0, FIRST_ROWS))
        counts = len(ladder), ladder.in_play, board.moving, board.unread
        ranks = {name: ladder.rank(name) for name in shown.difference(first) if name in ladder}
        known = {name: rank for name, rank in ranks.items() if rank is not None}
        return Top(on_air.game, now, board.order, *counts, first, known)

    def _whole(self, game: str, rows: int | None, now: float) -> bytes:
        board = self._kept.boards[game]
        bodies = map(self._body, board.ladder.channels(0, rows))
        empty = Board(game, now, (), board.moving, board.unread)
        return whole(empty, bodies, board.ladder.in_play)


def _in_play_or_not(row: RankedStream) -> RankedStream:
    """With some rank where it has one: which one that was is not asked of a row of the past."""
    return replace(row, rank=1) if is_in_play(row.phase, row.alive) else row


def _told_last(store: Store, news: News) -> Rows:
    """What the last pass of another process said, of whichever version."""
    if not news.older_wrote:
        return store.kept_rows() if news.made is not None else {}
    board = store.board(ALL_GAMES)
    return {row.channel: replace(row, rank=None) for row in board.streams} if board else {}
