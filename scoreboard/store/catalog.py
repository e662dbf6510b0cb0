"""What have the admins published?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, cast

from scoreboard.models import Channel, Game
from scoreboard.store.part import Part, text

if TYPE_CHECKING:
    from redis import Redis


class Catalog(Part):
    """Games and channels, as the site publishes them."""

    def __init__(self, redis: Redis) -> None:
        super().__init__(redis)
        self._games: tuple[bytes | None, Mapping[str, Game]] | None = None
        """The games as Redis holds them, and parsed."""

    def publish_catalog(
        self,
        games: Iterable[Game],
        channels: Iterable[Channel],
        version: str,
        taught: Mapping[str, str] | None = None,
    ) -> None:
        """``taught``: the taught profiles in use, by game, as JSON. Of games that are gone no board is left."""
        published = list(games)
        gone = self.games().keys() - {game.slug for game in published}
        pipe = self.redis.pipeline()
        for slug in gone:
            pipe.delete(f"board:{slug}", f"top:{slug}", f"on-air:{slug}")
        pipe.delete("catalog:taught")
        for slug, profile in (taught or {}).items():
            pipe.hset("catalog:taught", slug, profile)
        pipe.set("catalog:games", _list_to_json(published))
        pipe.set("catalog:channels", _list_to_json(channels))
        pipe.set("catalog:published", version)
        pipe.sadd("dirty", "")
        pipe.execute()

    def catalog_version(self) -> str:
        """Empty when nothing is published, or Redis forgot."""
        return text(self.redis.get("catalog:published"))

    def games(self) -> dict[str, Game]:
        return dict(self._games_in(cast("bytes | None", self.redis.get("catalog:games"))))

    def channels(self) -> dict[str, Channel]:
        row = cast("bytes | None", self.redis.get("catalog:channels"))
        channels = self.rows.listed("catalog:channels", Channel.from_dict, row)
        return {channel.channel: channel for channel in channels}

    def _games_in(self, row: bytes | None) -> Mapping[str, Game]:
        if self._games is None or self._games[0] != row:
            games = self.rows.listed("catalog:games", Game.from_dict, row)
            self._games = (row, {game.slug: game for game in games})
        return self._games[1]


def _list_to_json(records: Iterable[Game] | Iterable[Channel]) -> str:
    return "[" + ",".join(record.to_json() for record in records) + "]"
