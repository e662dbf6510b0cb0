"""What is on the boards, and which changes are pushed to viewers?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast
from uuid import uuid4

from scoreboard.models import ALL_GAMES, Board, Event, OnAir
from scoreboard.store.part import PARSE_ERRORS, Part, text

if TYPE_CHECKING:
    from redis import Redis

EVENTS_KEPT = 1000
# KEYS: directing. ARGV: token, milliseconds.
_REST = "if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end"


class Boards(Part):
    """Boards, who is on air, and the events of both."""

    def __init__(self, redis: Redis) -> None:
        super().__init__(redis)
        self._rest = redis.register_script(_REST)

    def take_dirty(self) -> set[str]:
        """The games whose board may have changed since the last call; an empty name means all of them."""
        pipe = self.redis.pipeline()
        pipe.smembers("dirty")
        pipe.delete("dirty")
        names, _ = pipe.execute()
        return {text(name) for name in names}

    def start_directing(self, lease_seconds: float) -> str:
        """The token of the lease; empty while another makes the boards, or rests from it."""
        token = uuid4().hex
        held = self.redis.set("directing", token, nx=True, px=int(lease_seconds * 1000))
        return token if held else ""

    def rest_from_directing(self, token: str, rest_seconds: float) -> None:
        """Nobody makes the boards for a while, unless the lease has passed on."""
        self._rest(keys=["directing"], args=[token, max(1, int(rest_seconds * 1000))])

    def on_air(self, game: str) -> OnAir | None:
        row = cast("bytes | None", self.redis.get(f"on-air:{game}"))
        return self.rows.one("on-air", OnAir.from_json, row)

    def is_on_stage(self, channel: str, game: str) -> bool:
        """Of the board of ``game``, or of the one of all games."""
        rows = cast("list[bytes | None]", self.redis.mget(f"on-air:{game}", f"on-air:{ALL_GAMES}"))
        shown = (self.rows.one("on-air", OnAir.from_json, row) for row in rows)
        return any(channel in (each.channel, *each.beside) for each in shown if each)

    def put_board(self, board: Board, announce: bool) -> None:
        """As one text, for who has made a whole board. An event says only that there is a new one."""
        pipe = self.redis.pipeline()
        pipe.set(f"board:{board.game}", board.to_json())
        if announce:
            pipe.xadd(
                "events", {"kind": "board", "game": board.game, "body": ""}, maxlen=EVENTS_KEPT
            )
        pipe.execute()

    def put_on_air(self, on_air: OnAir) -> None:
        body = on_air.to_json()
        pipe = self.redis.pipeline()
        pipe.set(f"on-air:{on_air.game}", body)
        pipe.xadd(
            "events", {"kind": "on-air", "game": on_air.game, "body": body}, maxlen=EVENTS_KEPT
        )
        pipe.execute()

    def events_after(self, event_id: str, block_milliseconds: int | None = None) -> list[Event]:
        """Events newer than ``event_id`` (``$``: from now on), after waiting at most ``block_milliseconds`` for one."""
        answer = cast(
            "list[Any]", self.redis.xread({"events": event_id}, count=200, block=block_milliseconds)
        )
        events = (self._event(*entry) for _, entries in answer or [] for entry in entries)
        return [event for event in events if event is not None]

    def newest_event_id(self) -> str:
        """Empty when there is none: nothing has changed yet, or Redis forgot."""
        newest = cast("list[tuple[bytes, Any]]", self.redis.xrevrange("events", count=1))
        return text(newest[0][0]) if newest else ""

    def _event(self, entry_id: bytes, values: Mapping[bytes, bytes]) -> Event | None:
        try:
            named = {text(name): text(value) for name, value in values.items()}
            return Event.from_dict({**named, "id": text(entry_id)})
        except PARSE_ERRORS as error:
            self.rows.skip("events", error)
            return None
