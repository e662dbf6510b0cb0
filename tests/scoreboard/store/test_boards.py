"""Is a long board parsed once, and does nobody wait for it who may have the one before?"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from unittest.mock import patch

from scoreboard.models import Board
from scoreboard.store import Store

SECONDS = 5.0


def test_the_board_before_is_there_while_a_newer_one_is_parsed(store: Store) -> None:
    reader = Store(store.redis)
    store.put_board(Board("pubg", 1.0, ()), announce=False)
    assert reader.board("pubg") == Board("pubg", 1.0, ())
    store.put_board(Board("pubg", 2.0, ()), announce=False)
    begun, may_end, parsed = Event(), Event(), Board.from_json

    def slowly(body: bytes) -> Board:
        begun.set()
        assert may_end.wait(SECONDS)
        return parsed(body)

    with (
        patch.object(Board, "from_json", side_effect=slowly) as parse,
        ThreadPoolExecutor() as pool,
    ):
        try:
            first = pool.submit(reader.board, "pubg")
            assert begun.wait(SECONDS)
            second = pool.submit(reader.board, "pubg")
            older = reader.board("pubg", may_be_older=True)
            time.sleep(0.05)
            assert not second.done()
        finally:
            may_end.set()
        assert older == Board("pubg", 1.0, ())
        assert [each.result().at for each in (first, second)] == [2.0, 2.0]  # type: ignore[union-attr]
        assert parse.call_count == 1
    assert reader.board("pubg", may_be_older=True) == Board("pubg", 2.0, ())
