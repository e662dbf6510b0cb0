"""Does every reader of the store survive any row? In a Redis of the process's own."""

from __future__ import annotations

import atexit
import socket
import subprocess
import time
from collections.abc import Callable
from functools import cache

from redis import Redis
from redis.exceptions import ConnectionError

from scoreboard.health import PlatformState, Sample, Worker
from scoreboard.history import Highlight
from scoreboard.models import (
    Board,
    Channel,
    Game,
    OnAir,
    RankedStream,
    Region,
    Standing,
    Stream,
    Top,
)
from scoreboard.requests import Ask, Finish, Milestone, Seen
from scoreboard.store import Store
from tests.workers.read.taught.test_taught import profile

NOW = 1_800_000_000.0
_GAME = Game("pubg", "PUBG", regions={"hud": Region(0.5, 0.0, 0.2, 0.1)})
_SEEN = Seen("a", "pubg", NOW, 720, 5, None, "playing", 0.9, "")
_ROW = RankedStream(
    1, "a", "A", "", "web", "", None, "", "", "pubg", "playing", 1, 2, 0.9, NOW, "ok", ""
)
_VALID: dict[tuple[str, str], str] = {
    ("hash", "streams"): Stream("a", "pubg", "A", "http://host/a.m3u8").to_json(),
    ("hash", "standings"): Standing("a", "pubg", "playing", 5, 1).to_json(),
    ("hash", "rows"): _ROW.to_json(),
    ("hash", "workers"): Worker("1", NOW).to_json(),
    ("hash", "faults"): '{"sentence": "No answer.", "at": 1.0}',
    ("hash", "platforms"): PlatformState("Kick", NOW).to_json(),
    ("hash", "found"): '{"streams": 1, "at": 1.0}',
    ("hash", "counters"): "1",
    ("hash", "catalog:taught"): profile().to_json(),
    ("list", "moments:finish"): Highlight("finish", "pubg", NOW, "a", "A", 1, 2, "", "").to_json(),
    ("list", "finishes"): Finish("a", "A", "pubg", NOW, None, 1, 2, True).to_json(),
    ("list", "doubts"): _SEEN.to_json(),
    ("list", "milestones"): Milestone("won", "pubg", NOW, "1.0", _ROW).to_json(),
    ("list", "samples"): Sample(NOW).to_json(),
    ("list", "asked"): Ask("id", "frame", "a", NOW).to_json(),
    ("list", "alive:a"): "1800000000.0 5",
    ("list", "capture"): '{"headers": {"sent_at": 1.0}, "properties": {"timestamp": 1.0}}',
    ("string", "board:pubg"): Board("pubg", NOW, ()).to_json(),
    ("string", "top:pubg"): Top("pubg", NOW, "alive", 1, 1, 0, 0, ("a",), {"a": 1}).to_json(),
    ("string", "on-air:pubg"): OnAir("pubg", "a", NOW, "first").to_json(),
    ("string", "seen:a"): _SEEN.to_json(),
    ("string", "catalog:games"): f"[{_GAME.to_json()}]",
    ("string", "catalog:channels"): f"[{Channel('a', 'watch').to_json()}]",
    ("string", "answer:x"): '{"ok": true}',
    ("stream", "events"): OnAir("pubg", "a", NOW, "first").to_json(),
}
_PLACES = list(_VALID)
_READERS: list[Callable[[Store], object]] = [
    Store.streams,
    Store.kept_rows,
    Store.standings,
    Store.counters,
    Store.faults,
    Store.found,
    Store.finishes,
    Store.doubts,
    Store.milestones,
    Store.platforms,
    Store.games,
    Store.channels,
    lambda store: store.stream("a"),
    lambda store: store.taught_profile("a"),
    lambda store: store.workers(NOW),
    lambda store: store.moments(NOW),
    lambda store: store.samples(10),
    lambda store: store.take_asked(NOW),
    lambda store: store.alive_histories(["a"]),
    lambda store: store.board("pubg"),
    lambda store: store.first_rows("pubg"),
    lambda store: store.followed_rows("pubg", ["a"], frozenset(), NOW),
    lambda store: store.fetch_rows(["a"]),
    lambda store: store.on_air("pubg"),
    lambda store: store.places({"a": "pubg"}),
    lambda store: store.answer("x"),
    lambda store: store.watched(["a"]),
    lambda store: store.oldest_task_sent_at("capture"),
    lambda store: store.events_after("0"),
]


def valid() -> list[bytes]:
    """An input: the number of a place, and what is put there."""
    return [bytes([at]) + row.encode() for at, row in enumerate(_VALID.values())]


def read_around(data: bytes) -> None:
    """Puts ``data`` where its first byte says, and calls every reader."""
    store = _store()
    kind, key = _PLACES[data[0] % len(_PLACES)] if data else _PLACES[0]
    row = data[1:]
    if kind == "hash":
        store.redis.hset(key, "a", row)  # type: ignore[arg-type]
    elif kind == "list":
        store.redis.lpush(key, row)
    elif kind == "string":
        store.redis.set(key, row)
    else:
        store.redis.xadd(key, {"kind": "on-air", "game": "pubg", "body": row})
    for read in _READERS:
        read(store)
    store.redis.flushdb()


@cache
def _store() -> Store:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    atexit.register(server.terminate)
    redis = Redis.from_url(f"redis://127.0.0.1:{port}/0")
    ends_at = time.monotonic() + 10
    while True:
        try:
            redis.ping()
            return Store(redis)
        except ConnectionError:
            if time.monotonic() > ends_at:
                raise
            time.sleep(0.02)
