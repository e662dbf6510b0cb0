"""A Python program on a machine whose clock is wrong, and may be set while it runs.

    python wrong_clock.py FILE MODULE ARGUMENTS...

FILE holds by how many seconds the clock is ahead; it may change at any time. libfaketime cannot be used: it breaks the
timed waits of Python 3.11, which go by the steady clock. Needs the standard library only, so that any build runs in it.
"""

from __future__ import annotations

import datetime
import runpy
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

READ_EVERY_SECONDS = 0.1
_right_datetime = datetime.datetime


class Offset:
    """Seconds ahead, as the file says."""

    def __init__(self, file: Path, steady: Callable[[], float] = time.monotonic) -> None:
        self._file, self._steady = file, steady
        self._seconds, self._read_at = 0.0, -READ_EVERY_SECONDS

    def seconds(self) -> float:
        now = self._steady()
        if now - self._read_at >= READ_EVERY_SECONDS:
            self._read_at = now
            try:
                self._seconds = float(self._file.read_text())
            except (OSError, ValueError):  # it is just being written
                return self._seconds
        return self._seconds


class _Kind(type):
    """What C code makes is a ``datetime``, too."""

    def __instancecheck__(cls, found: object) -> bool:
        return isinstance(found, _right_datetime)

    def __subclasscheck__(cls, kind: type) -> bool:
        return issubclass(kind, _right_datetime)


def be_wrong(offset: Offset) -> None:
    """Before anything else is imported: many modules keep ``time`` and ``datetime`` under a name of their own."""
    right_time, right_time_ns = time.time, time.time_ns

    class WrongDatetime(_right_datetime, metaclass=_Kind):
        __slots__ = ()

        @classmethod
        def now(cls, tz: datetime.tzinfo | None = None) -> Self:
            return super().now(tz) + datetime.timedelta(seconds=offset.seconds())

        @classmethod
        def utcnow(cls) -> Self:
            return cls.now(datetime.UTC).replace(tzinfo=None)

    module: Any = datetime
    module.datetime = WrongDatetime
    time.time = lambda: right_time() + offset.seconds()
    time.time_ns = lambda: right_time_ns() + int(offset.seconds() * 1e9)


def main() -> None:
    file, module = Path(sys.argv[1]), sys.argv[2]
    be_wrong(Offset(file))
    sys.argv = [module, *sys.argv[3:]]
    sys.path[0] = ""  # as ``python -m`` has it
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
