"""For how long is each board also written as one text, which older processes read?

During an upgrade, and after one was undone, they run beside newer ones. Whoever reads a board asks for it every two
seconds, and Redis tells when that was last.
"""

from __future__ import annotations

from collections.abc import Iterable

from scoreboard.models import Board
from scoreboard.store.board_rows import WHOLE_KEPT_SECONDS, News

WRITTEN_SECONDS = 60.0
PAUSE_SECONDS = 10.0
"""After that nothing is written for so long: only then can it be told whether somebody reads."""
NOTICED_SECONDS = 3.5
"""Redis tells times of reading to a second."""
FIRST_EVERY_SECONDS = 10.0
"""While nobody reads, whoever begins to finds the first rows of a board so old at most, and soon all of them."""
FIRST_ROWS = 100
_NO_RANK = b'{"rank":null'


def seconds_wanted(news: News) -> float:
    """For how long they are to be written from now on; 0: as it was."""
    is_new = news.whole_left < 0  # there is none, or an older process wrote it
    written_before = WHOLE_KEPT_SECONDS - news.whole_left
    if not is_new and written_before < NOTICED_SECONDS:
        return 0.0
    read = news.whole_idle is None or news.whole_idle < written_before - 1.5
    return WRITTEN_SECONDS + PAUSE_SECONDS if is_new or read else 0.0


def rows_written(news: News, readers: float) -> int | None:
    """How many of the first rows are written now: 0 is no board at all, nothing is all of them."""
    if readers or news.readers_left > PAUSE_SECONDS:
        return None
    if news.readers_left > 0 or WHOLE_KEPT_SECONDS - news.whole_left < FIRST_EVERY_SECONDS:
        return 0
    return FIRST_ROWS


def whole(board: Board, rows: Iterable[bytes], in_play: int) -> bytes:
    """JSON of a ``Board`` with these rows, which are ready but for their ranks; ``board`` itself has none."""
    ranked = (_ranked(row, place) if place <= in_play else row for place, row in enumerate(rows, 1))
    head = board.to_json().encode()
    return head.replace(b'"streams":[]', b'"streams":[' + b",".join(ranked) + b"]", 1)


def _ranked(row: bytes, rank: int) -> bytes:
    return b'{"rank":%d' % rank + row.removeprefix(_NO_RANK)
