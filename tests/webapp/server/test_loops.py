"""Does a background loop outlive what its turns raise, and is one that does not turn noticed?"""

import asyncio
import time

import pytest
from redis.exceptions import ConnectionError as NotReached

pytestmark = pytest.mark.usefixtures("client")


@pytest.fixture
def loops(site, monkeypatch):
    from webapp.server import loops

    monkeypatch.setattr(loops, "RETRY_SECONDS", 0.01)
    loops.loops.clear()
    yield loops
    loops.loops.clear()


def run(loops, turn, seconds=0.3, name="desk"):
    async def main():
        task = asyncio.ensure_future(loops.forever(turn, 0.01, name))
        await asyncio.sleep(seconds)
        assert not task.done()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    asyncio.run(main())


@pytest.mark.parametrize(
    "fault", [ValueError("a row"), KeyError("kind"), NotReached(), MemoryError()]
)
def test_whatever_a_turn_raises_the_next_one_comes(loops, caplog, fault):
    turns = []

    async def turn():
        turns.append(1)
        if len(turns) < 3:
            raise fault

    run(loops, turn)
    loop = loops.loops["desk"]
    assert len(turns) > 3
    assert (loop.failures, loop.turns > 0, loop.last_failure) == (2, True, "")
    assert "loop desk" in caplog.text
    assert ("Traceback" in caplog.text) == (not isinstance(fault, NotReached))


def test_a_loop_whose_turn_hangs_makes_the_process_unready(loops, client):
    assert client.get("/readyz").status_code == 200
    loops.loops["events"] = loops.Loop("events", 0.0, time.monotonic() - 31)
    answer = client.get("/readyz")
    assert (answer.status_code, list(answer.json()["loops"])) == (503, ["events"])


def test_a_loop_that_fails_each_time_is_named_with_its_fault(loops, client):
    async def turn():
        raise ValueError("a row of another version")

    run(loops, turn, 0.1, "events")
    loops.loops["events"].turned_at -= 31
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "a row of another version" in answer.json()["loops"]["events"]


def test_what_serves_admins_alone_takes_no_process_down(loops, client):
    for name in ("catalog", "desk", "tables", "arena", "webhooks"):
        loops.loops[name] = loops.Loop(name, 2.0, time.monotonic() - 600)
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert set(answer.json()["loops"]) == {"catalog", "desk", "tables", "arena", "webhooks"}


def test_redis_away_takes_no_process_down(loops, client):
    async def turn():
        raise NotReached("connection refused")

    run(loops, turn, 0.1, "events")
    assert not loops.late_loops(time.monotonic() + 29)
    assert loops.loops["events"].failures > 0


@pytest.mark.parametrize(
    "broken",
    [b"{", b"[]", b"{}", b"\xff", b'{"channel": 1, "name": 2, "game": 3, "ended_at": "x"}'],
)
def test_a_broken_row_in_the_inbox_holds_nothing_up(client, store, broken):
    from scoreboard.requests import Finish
    from webapp.desk.models import Match
    from webapp.desk.upkeep import upkeep

    good = Finish("one", "One", "pubg", time.time(), None, 1, 5, True)
    for key in ("finishes", "doubts"):
        store.redis.rpush(key, broken)
    store.put_finishes([good])
    upkeep()
    assert [match.channel for match in Match.objects.all()] == ["one"]
    assert store.finishes() == store.doubts() == []


def test_a_row_that_the_database_refuses_holds_nothing_up(client, store):
    from scoreboard.requests import Finish
    from webapp.desk.models import Match
    from webapp.desk.upkeep import upkeep

    rows = [
        Finish("bad", "Bad", "pubg", time.time(), None, "many", 5, True),  # type: ignore[arg-type]
        Finish("one", "One", "pubg", time.time(), None, 1, 5, True),
    ]
    store.put_finishes(rows)
    upkeep()
    assert [match.channel for match in Match.objects.all()] == ["one"]
    assert store.finishes() == []


def test_a_broken_catalog_in_redis_is_replaced(client, store):
    from webapp.catalog.publish.publish import republish_if_stale

    store.redis.set("catalog:channels", b'[{"channel": "one"}]')
    store.redis.hset("streams", "one", b"{")
    assert republish_if_stale()
    assert store.games()
