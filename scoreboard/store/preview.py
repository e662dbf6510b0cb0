"""What is the preview of a stream?"""

from __future__ import annotations

from typing import cast

from scoreboard.store.part import Part


class Previews(Part):
    """A small, fresh JPEG of each stream."""

    def put_preview(self, channel: str, jpeg: bytes, expire_seconds: float) -> None:
        self.redis.set(f"preview:{channel}", jpeg, px=int(expire_seconds * 1000))

    def preview(self, channel: str) -> bytes | None:
        return cast("bytes | None", self.redis.get(f"preview:{channel}"))
