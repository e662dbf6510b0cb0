"""Of which channels was something written, for whoever keeps what is made of it?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from redis.client import Pipeline

# KEYS: changes, changes-found, found-changed. ARGV: channels.
_MARK = """
local number = redis.call('INCR', KEYS[1])
redis.call('INCR', KEYS[2])
for _, channel in ipairs(ARGV) do redis.call('ZADD', KEYS[3], number, channel) end
"""


def mark_found(pipe: Pipeline, channels: Iterable[str]) -> None:
    """Something was written of these, and it was not the end of a look."""
    keys = ("changes", "changes-found", "found-changed")
    pipe.eval(_MARK, len(keys), *keys, *channels)
