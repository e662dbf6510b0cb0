"""For how long do older processes find whole boards, and what is found once nobody asks?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from scoreboard.store.board_rows import WHOLE_KEPT_SECONDS, News
from workers.direct.whole import (
    FIRST_EVERY_SECONDS,
    FIRST_ROWS,
    PAUSE_SECONDS,
    WRITTEN_SECONDS,
    rows_written,
    seconds_wanted,
)

NEWS = News(
    frozenset(), frozenset(), frozenset(), 1, 0, 1, 1, False, 0.0, False, 0.0, -0.002, "v1", ""
)


def written(ago: float, idle: float | None, readers_left: float = -0.002) -> News:
    """A whole board was written so long ago, and read or written last ``idle`` seconds ago."""
    left = WHOLE_KEPT_SECONDS - ago
    return replace(NEWS, whole_left=left, whole_idle=idle, readers_left=readers_left)


@pytest.mark.parametrize("left", [-0.001, -0.002], ids=["an older one's", "none"])
def test_the_first_pass_writes_whole_boards_for_a_minute(left: float) -> None:
    news = replace(NEWS, whole_left=left)
    assert seconds_wanted(news) == WRITTEN_SECONDS + PAUSE_SECONDS
    assert rows_written(news, seconds_wanted(news)) is None


def test_while_they_are_wanted_each_pass_writes_them() -> None:
    news = written(0.2, 0.0, readers_left=40.0)
    assert (seconds_wanted(news), rows_written(news, 0.0)) == (0.0, None)


@pytest.mark.parametrize("ago", [4.0, 9.0])
def test_in_the_pause_it_is_seen_who_reads(ago: float) -> None:
    unread, read = written(ago, ago, PAUSE_SECONDS / 2), written(ago, 1.0, PAUSE_SECONDS / 2)
    assert (seconds_wanted(unread), rows_written(unread, 0.0)) == (0.0, 0)
    assert seconds_wanted(read) == WRITTEN_SECONDS + PAUSE_SECONDS


def test_once_nobody_reads_the_first_rows_are_written_now_and_then() -> None:
    assert rows_written(written(FIRST_EVERY_SECONDS - 1, 9.0), 0.0) == 0
    assert rows_written(written(FIRST_EVERY_SECONDS + 1, 11.0), 0.0) == FIRST_ROWS
    again = written(5.0, 0.0)
    assert seconds_wanted(again) == WRITTEN_SECONDS + PAUSE_SECONDS


def test_a_redis_that_does_not_tell_who_reads_is_taken_to_be_read() -> None:
    assert seconds_wanted(written(5.0, None)) == WRITTEN_SECONDS + PAUSE_SECONDS
    assert seconds_wanted(written(1.0, None)) == 0.0
