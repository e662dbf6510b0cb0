"""What does a log line look like, whichever role writes it?

``2026-07-14T19:30:05.123Z WARNING capture workers.tasks [twitch-one] ...``, or one JSON object a line.
"""

from __future__ import annotations

import json
import logging
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TextIO

FORMATS = ("text", "json")
REPEAT_SECONDS = 60.0
MAX_REMEMBERED = 1000

_CHANNEL: ContextVar[str] = ContextVar("channel", default="")


@contextmanager
def about(channel: str) -> Iterator[None]:
    """Lines logged inside name ``channel``."""
    token = _CHANNEL.set(channel)
    try:
        yield
    finally:
        _CHANNEL.reset(token)


def set_up(
    role: str, form: str = "text", level: int = logging.INFO, stream: TextIO | None = None
) -> None:
    """All loggers of this process write to ``stream`` (standard output); ``form`` is one of ``FORMATS``."""
    handler = OncePerMinute(stream or sys.stdout)
    handler.setFormatter(JsonLines(role) if form == "json" else TextLines(role))
    logging.basicConfig(handlers=[handler], level=level, force=True)


class TextLines(logging.Formatter):
    """Time in UTC, level, role, logger, channel where there is one, message."""

    def __init__(self, role: str) -> None:
        super().__init__()
        self._role = role

    def format(self, record: logging.LogRecord) -> str:
        channel = _channel_of(record)
        where = f"{self._role} {record.name}" + (f" [{channel}]" if channel else "")
        line = f"{_time_of(record)} {record.levelname.upper()} {where} {record.getMessage()}"
        return f"{line}\n{trace}" if (trace := _trace_of(self, record)) else line


class JsonLines(logging.Formatter):
    """The same as one JSON object: time, level, role, logger, message, and channel and error where there are any."""

    def __init__(self, role: str) -> None:
        super().__init__()
        self._role = role

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": _time_of(record),
            "level": record.levelname.upper(),
            "role": self._role,
            "logger": record.name,
            "channel": _channel_of(record),
            "message": record.getMessage(),
            "error": _trace_of(self, record),
        }
        needed = ("time", "level", "role", "logger", "message")
        return json.dumps({name: text for name, text in line.items() if text or name in needed})


@dataclass(slots=True)
class _Said:
    record: logging.LogRecord
    until: float
    repeats: int = 0
    repeated_at: float = 0.0
    """The last time, in epoch seconds: its count may be written much later."""


class OncePerMinute(logging.StreamHandler[TextIO]):
    """Writes what repeats once a minute, then with how often it was repeated in that minute."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__(stream)
        self._said: dict[tuple[str, int, str, str], _Said] = {}

    def emit(self, record: logging.LogRecord) -> None:
        now = time.monotonic()
        self._write_repeats(now)
        key = (record.name, record.levelno, _channel_of(record), record.getMessage())
        if said := self._said.get(key):
            said.repeats += 1
            said.repeated_at = record.created
            return
        if len(self._said) < MAX_REMEMBERED:
            self._said[key] = _Said(record, now + REPEAT_SECONDS)
        super().emit(record)

    def close(self) -> None:
        self._write_repeats(float("inf"))
        super().close()

    def _write_repeats(self, now: float) -> None:
        over = [key for key, said in self._said.items() if said.until <= now]
        for key in over:
            said = self._said.pop(key)
            if said.repeats:
                super().emit(_repeated(said))


def _repeated(said: _Said) -> logging.LogRecord:
    record = said.record
    summary = logging.LogRecord(
        record.name,
        record.levelno,
        record.pathname,
        record.lineno,
        f"{record.getMessage()} (repeated {said.repeats} times within a minute)",
        None,
        None,
    )
    summary.created = said.repeated_at
    summary.__dict__["channel"] = _channel_of(record)
    return summary


def _channel_of(record: logging.LogRecord) -> str:
    """Kept with the record: it may be written later, in another thread."""
    if not hasattr(record, "channel"):
        record.__dict__["channel"] = _CHANNEL.get()
    return str(record.__dict__["channel"])


def _time_of(record: logging.LogRecord) -> str:
    """RFC 3339, with milliseconds."""
    at = datetime.fromtimestamp(record.created, UTC)
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03}Z"


def _trace_of(formatter: logging.Formatter, record: logging.LogRecord) -> str:
    return formatter.formatException(record.exc_info) if record.exc_info else ""
