"""What have the admins published?"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import cast

from scoreboard.models import Channel, Game
from scoreboard.store.part import Part, text


class Catalog(Part):
    """Games and channels, as the site publishes them."""

    def publish_catalog(
        self, games: Iterable[Game], channels: Iterable[Channel], version: str
    ) -> None:
        pipe = self.redis.pipeline()
        pipe.set("catalog:games", _list_to_json(games))
        pipe.set("catalog:channels", _list_to_json(channels))
        pipe.set("catalog:published", version)
        pipe.sadd("dirty", "")
        pipe.execute()

    def catalog_version(self) -> str:
        """Empty when nothing is published, or Redis forgot."""
        return text(self.redis.get("catalog:published"))

    def games(self) -> dict[str, Game]:
        return dict(games_from(cast("bytes | None", self.redis.get("catalog:games")) or b"[]"))

    def channels(self) -> dict[str, Channel]:
        rows = json.loads(text(self.redis.get("catalog:channels")) or "[]")
        return {row["channel"]: Channel.from_dict(row) for row in rows}


@lru_cache(maxsize=4)
def games_from(rows: bytes) -> Mapping[str, Game]:
    return {row["slug"]: Game.from_dict(row) for row in json.loads(rows)}


def _list_to_json(records: Iterable[Game] | Iterable[Channel]) -> str:
    return "[" + ",".join(record.to_json() for record in records) + "]"
