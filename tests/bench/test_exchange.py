"""Which number does an exchange call old, and what does its door do with a proxy that leaves?"""

from __future__ import annotations

import json
import socket
import threading
from contextlib import closing
from datetime import UTC, datetime

import pytest

from bench.exchange.door import Door
from bench.exchange.viewers import oldest_standing, ranks_any
from bench.truth import Shown

NOW = 1_700_000_100.0


def shown(*changes: tuple[float, str]) -> list[Shown]:
    return [Shown(NOW - ago, "live", phase, 9, 1) for ago, phase in changes]


def answer(**seconds_ago: float) -> bytes:
    return json.dumps(
        {
            "results": [
                {
                    "rank": place,
                    "channel": channel,
                    "read_at": datetime.fromtimestamp(NOW - ago, UTC).isoformat(),
                }
                for place, (channel, ago) in enumerate(seconds_ago.items(), 1)
            ]
        }
    ).encode()


@pytest.mark.parametrize(
    ("changes", "oldest"),
    [
        ([(90, "playing"), (20, "playing")], 40.0),
        ([(90, "playing"), (35, "over")], 0.0),
        ([(90, "waiting"), (35, "playing")], 0.0),
        ([], 0.0),
    ],
)
def test_a_number_is_old_only_where_there_was_a_newer_one_to_read(
    changes: list[tuple[float, str]], oldest: float
) -> None:
    assert oldest_standing(answer(one=40.0), {"one": shown(*changes)}, NOW) == pytest.approx(oldest)


def test_the_oldest_of_several_counts_and_none_without_a_rank() -> None:
    truth = {name: shown((90, "playing")) for name in ("one", "two")}
    assert oldest_standing(answer(one=3.0, two=7.0), truth, NOW) == pytest.approx(7.0)
    assert (
        oldest_standing(
            b'{"results": [{"rank": null, "channel": "one", "read_at": null}]}', truth, NOW
        )
        == 0.0
    )


def test_an_empty_board_is_noticed() -> None:
    assert ranks_any(answer(one=3.0))
    assert not ranks_any(b'{"results": []}')
    assert not ranks_any(b'{"results": [{"rank": null}]}')


def test_a_connection_stays_where_it_is_while_new_ones_go_elsewhere() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as first,
        socket.create_server(("127.0.0.1", 0)) as second,
    ):
        for server, name in ((first, b"first"), (second, b"second")):
            threading.Thread(target=repeat, args=(server, name), daemon=True).start()
        entrance = Door([first.getsockname()])
        with closing(socket.create_connection(("127.0.0.1", entrance.port), 5)) as old:
            assert ask(old) == b"first"
            entrance.proxies = [second.getsockname()]
            with closing(socket.create_connection(("127.0.0.1", entrance.port), 5)) as new:
                assert [ask(new), ask(old)] == [b"second", b"first"]


def ask(connection: socket.socket) -> bytes:
    connection.sendall(b"?")
    return connection.recv(100)


def repeat(server: socket.socket, name: bytes) -> None:
    connection, _ = server.accept()
    with connection:
        while connection.recv(100):
            connection.sendall(name)
