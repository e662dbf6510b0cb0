"""What does discovery on YouTube remember from one time to the next, in whichever process?"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from scoreboard.store.part import PARSE_ERRORS
from workers.discover.platforms import LiveStream

_FIELDS = {one.name for one in fields(LiveStream)}
Videos = dict[str, LiveStream]
"""Broadcasts by the ID of their video."""


@dataclass(slots=True)
class Memory:
    """Of searches, and of what they found. Times are epoch seconds."""

    videos: Videos = field(default_factory=dict)
    found: list[str] = field(default_factory=list)
    """Videos of which the details have yet to be asked for."""
    wanted: dict[str, float] = field(default_factory=dict)
    """Game -> when it was last wanted."""
    sought: dict[str, float] = field(default_factory=dict)
    """Game -> when it was last searched for."""
    searches: int = 0
    search_at: float = 0.0
    """When the next search is due."""
    follow_at: float = 0.0
    """When the details of ``videos`` are due."""
    search_fault: str = ""
    """Why the last search gave nothing; empty: it did."""
    look_fault: str = ""
    """The same of the details of ``found``, and of ``videos``."""
    follow_fault: str = ""


@dataclass(slots=True)
class Uploads:
    """Where a channel that an admin names has its videos."""

    channel: str = ""
    """Its ID; empty: there is no such channel."""
    playlist: str = ""
    ask_at: float = 0.0
    """When it is asked for the next time; 0: it never was."""
    named_at: float = 0.0


@dataclass(slots=True)
class NamesMemory:
    """Of the channels that admins name."""

    uploads: dict[str, Uploads] = field(default_factory=dict)
    """By ID or handle, as it was named."""
    found: list[str] = field(default_factory=list)
    """Videos that may be live, of which the details have yet to be asked for."""
    videos: Videos = field(default_factory=dict)
    follow_at: float = 0.0


def to_json(memory: Memory | NamesMemory) -> str:
    return json.dumps(asdict(memory), separators=(",", ":"))


def memory_from(text: str) -> Memory:
    """Empty when the text cannot be read: what is remembered can be found anew."""
    try:
        values = json.loads(text or "{}")
        return Memory(**{**values, "videos": _videos(values)})
    except PARSE_ERRORS:
        return Memory()


def names_from(text: str) -> NamesMemory:
    """As ``memory_from``."""
    try:
        values = json.loads(text or "{}")
        uploads = {name: Uploads(**row) for name, row in values.get("uploads", {}).items()}
        return NamesMemory(**{**values, "uploads": uploads, "videos": _videos(values)})
    except PARSE_ERRORS:
        return NamesMemory()


def _videos(values: Mapping[str, Any]) -> Videos:
    """Fields that this version does not know are left out."""
    return {
        video: LiveStream(
            **{
                **{name: value for name, value in row.items() if name in _FIELDS},
                "mature_because": tuple(row["mature_because"]),
            }
        )
        for video, row in values.get("videos", {}).items()
    }
