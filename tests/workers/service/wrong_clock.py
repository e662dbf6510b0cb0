"""Celery on a machine whose clock is wrong: python -m tests.workers.service.wrong_clock SECONDS_AHEAD ARGUMENTS...

libfaketime cannot be used: it breaks the timed waits of Python 3.11, which go by the steady clock.
"""

from __future__ import annotations

import sys
import time
from datetime import datetime as right_datetime
from datetime import timedelta, tzinfo
from typing import Self

from celery.__main__ import main
from celery.worker import request


class WrongDatetime(right_datetime):
    seconds_ahead = 0.0

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        return super().now(tz) + timedelta(seconds=cls.seconds_ahead)


def be_wrong(seconds_ahead: float) -> None:
    right = time.time
    time.time = lambda: right() + seconds_ahead
    WrongDatetime.seconds_ahead = seconds_ahead
    request.datetime = WrongDatetime  # type: ignore[misc]


if __name__ == "__main__":
    be_wrong(float(sys.argv.pop(1)))
    main()
