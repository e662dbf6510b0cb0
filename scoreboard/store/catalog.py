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
        self._catalog: tuple[str, Mapping[str, Game]] = ("", {})
        """The version that was fetched last, and its games: kilobytes, which seldom change."""

    def publish_catalog(
        self,
        games: Iterable[Game],
        channels: Iterable[Channel],
        version: str,
        taught: Mapping[str, str] | None = None,
    ) -> None:
        """``taught``: the taught profiles in use, by game, as JSON. Of games that are gone no board is left.

        No two catalogs have the same ``version``; an empty one is never kept.
        """
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
        self._catalog = ("", {})

    def catalog_version(self) -> str:
        """Empty when nothing is published, or Redis forgot."""
        return text(self.redis.get("catalog:published"))

    def games(self, version: str | None = None) -> dict[str, Game]:
        """``version``: of the catalog, where it is known."""
        wanted = self.catalog_version() if version is None else version
        if not wanted or wanted != self._catalog[0]:
            self._keep_games(wanted, cast("bytes | None", self.redis.get("catalog:games")))
        return dict(self._catalog[1])

    def channels(self) -> dict[str, Channel]:
        row = cast("bytes | None", self.redis.get("catalog:channels"))
        channels = self.rows.listed("catalog:channels", Channel.from_dict, row)
        return {channel.channel: channel for channel in channels}

    def _keep_games(self, version: str, row: bytes | None) -> None:
        games = self.rows.listed("catalog:games", Game.from_dict, row)
        self._catalog = (version, {game.slug: game for game in games})


def _list_to_json(records: Iterable[Game] | Iterable[Channel]) -> str:
    return "[" + ",".join(record.to_json() for record in records) + "]"
