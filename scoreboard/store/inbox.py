"""What do workers leave for the site to keep in its database?

The site reads, stores and only then removes, so that what it had read when it died is read again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import cast

from scoreboard.models import Record
from scoreboard.requests import Finish, Milestone, Seen
from scoreboard.store.part import Part

FINISHES_KEPT = 10_000
"""Two thousand streams end about two matches a second: more than an hour of them."""
DOUBTS_KEPT = 50
"""A sample anyway: more would only fill Redis while no site takes them."""
MILESTONES_KEPT = 2000
"""Hours of a small board, minutes of a large one: who is told so late does not miss the rest."""
TAKEN_AT_ONCE = 200


class Inbox(Part):
    """Matches that ended, looks that left a doubt, and events that webhooks tell of."""

    def put_finishes(self, finishes: Iterable[Finish]) -> None:
        self._put("finishes", [finish.to_json() for finish in finishes], FINISHES_KEPT)

    def put_doubt(self, seen: Seen) -> None:
        self._put("doubts", [seen.to_json()], DOUBTS_KEPT)

    def finishes(self) -> list[bytes]:
        """The oldest ones as ``Finish`` in JSON; they stay until ``forget_finishes``."""
        return self._readable("finishes", Finish.from_json)

    def forget_finishes(self, rows: Iterable[bytes]) -> None:
        self._forget("finishes", rows)

    def doubts(self) -> list[bytes]:
        """The oldest ones as ``Seen`` in JSON; they stay until ``forget_doubts``."""
        return self._readable("doubts", Seen.from_json)

    def forget_doubts(self, rows: Iterable[bytes]) -> None:
        self._forget("doubts", rows)

    def put_milestones(self, milestones: Iterable[Milestone]) -> None:
        self._put("milestones", [each.to_json() for each in milestones], MILESTONES_KEPT)

    def milestones(self) -> list[bytes]:
        """The oldest ones as ``Milestone`` in JSON; they stay until ``forget_milestones``."""
        return self._readable("milestones", Milestone.from_json)

    def forget_milestones(self, rows: Iterable[bytes]) -> None:
        self._forget("milestones", rows)

    def _readable(self, key: str, parse: Callable[[bytes], Record]) -> list[bytes]:
        """What cannot be read is removed: it would come first for ever."""
        rows = cast("list[bytes]", self.redis.lrange(key, 0, TAKEN_AT_ONCE - 1))
        good = [row for row in rows if self.rows.one(key, parse, row) is not None]
        if len(good) < len(rows):
            self._forget(key, set(rows) - set(good))
        return good

    def _put(self, key: str, lines: list[str], most: int) -> None:
        if lines:
            pipe = self.redis.pipeline()
            pipe.rpush(key, *lines)
            pipe.ltrim(key, -most, -1)
            pipe.execute()

    def _forget(self, key: str, rows: Iterable[bytes]) -> None:
        pipe = self.redis.pipeline()
        for row in rows:
            pipe.lrem(key, 1, row)  # type: ignore[arg-type]
        pipe.execute()
