"""Do changes reach every viewer, does one who comes back resume, and is a slow one dropped?"""

import asyncio
import json
import time
import zlib
from dataclasses import replace

import pytest

from scoreboard.models import OnAir
from tests.webapp.boards import row, show

pytestmark = pytest.mark.usefixtures("db", "quick_end")


@pytest.fixture
def quick_end(site, monkeypatch):
    """The hub's reader waits shorter, so that each test ends sooner."""
    from webapp.board.events import news

    monkeypatch.setattr(news, "BLOCK_MILLISECONDS", 50)


class Viewer:
    """One open event stream, spoken to as a server speaks ASGI."""

    def __init__(self, hub, query=b"game=pubg", last_event_id="", encoding=""):
        from webapp.board.events.endpoint import serve_events

        self.got, self.status, self.ended, self.blocked = b"", 0, False, asyncio.Event()
        self.blocked.set()
        headers = [(b"last-event-id", last_event_id.encode())] if last_event_id else []
        headers += [(b"accept-encoding", encoding.encode())] if encoding else []
        scope = {
            "type": "http",
            "method": "GET",
            "query_string": query,
            "headers": headers,
            "client": ("127.0.0.1", 1),
        }
        self.task = asyncio.ensure_future(serve_events(hub, scope, self.receive, self.send))

    async def receive(self):
        await asyncio.Event().wait()

    async def send(self, message):
        await self.blocked.wait()
        self.status = message.get("status", self.status)
        self.got += message.get("body", b"")
        self.ended = message["type"] == "http.response.body" and not message.get("more_body")

    def events(self, *kinds):
        """Those of ``kinds``, else all that tell of a board."""
        blocks = [
            dict(line.split(": ", 1) for line in block.split("\n"))
            for block in self.got.decode().split("\n\n")
            if "event: " in block
        ]
        return [
            (block.get("id"), block["event"], json.loads(block["data"]))
            for block in blocks
            if (block["event"] in kinds if kinds else block["event"] not in ("hello", "time"))
        ]

    async def until(self, count):
        async with asyncio.timeout(5):
            while len(self.events()) < count:
                await asyncio.sleep(0.01)
        return self.events()


def play(store, scene):
    """Run ``scene(hub)`` beside a hub that reads the scoreboard."""
    from webapp.board.events.hub import Hub
    from webapp.server.loops import forever

    async def main():
        hub = Hub(lambda: store)
        turns = [
            asyncio.ensure_future(forever(hub.turn, 0.0, "events")),
            asyncio.ensure_future(forever(hub.tick, 0.1, "clock")),
        ]
        try:
            await scene(hub)
        finally:
            for turn in turns:
                turn.cancel()
            hub.end_all()
            await asyncio.gather(*turns, return_exceptions=True)

    asyncio.run(main())


def test_a_change_reaches_those_who_watch_its_game(store):
    async def scene(hub):
        pubg, apex, every = Viewer(hub), Viewer(hub, b"game=apex"), Viewer(hub, b"")
        await asyncio.sleep(0.2)
        await asyncio.to_thread(show, store, row("one"), on_air="one")
        (_, kind, board), (_, second, on_air) = await pubg.until(2)
        assert (kind, board["streams"][0]["channel"], board["game"]) == ("board", "one", "pubg")
        assert (second, on_air["channel"], on_air["stream"]["alive"]) == ("on-air", "one", 50)
        assert [body["game"] for _, _, body in await every.until(2)] == ["all", "all"]
        assert apex.events() == []

    play(store, scene)


def test_one_who_comes_late_gets_the_newest_at_once(store):
    show(store, row("old"), on_air="old")
    show(store, row("new"), on_air="new", reason="closer")

    async def scene(hub):
        while not hub._shown:
            await asyncio.sleep(0.01)
        events = await Viewer(hub).until(2)
        assert [
            (kind, body.get("channel") or body["streams"][0]["channel"]) for _, kind, body in events
        ] == [("board", "new"), ("on-air", "new")]

    play(store, scene)


def test_one_who_comes_back_gets_each_switch_since(store):
    async def scene(hub):
        show(store, row("one"), on_air="one")
        seen = (await Viewer(hub).until(2))[-1][0]
        for name in ("two", "three"):
            show(store, row(name), on_air=name, reason="closer")
        again = Viewer(hub, last_event_id=seen)
        events = await again.until(3)
        assert [body["channel"] for _, kind, body in events if kind == "on-air"] == ["two", "three"]
        assert seen not in {place for place, _, _ in events}

    play(store, scene)


@pytest.mark.parametrize("last", ["nonsense", "99999999999999999-0", "1-2-3", "-"])
def test_an_id_we_never_gave_counts_as_none(store, last):
    show(store, row("one"), on_air="one")

    async def scene(hub):
        assert len(await Viewer(hub, last_event_id=last).until(2)) == 2

    play(store, scene)


def test_a_slow_viewer_is_dropped_and_the_others_are_not(store):
    from webapp.board.events.frames import frame
    from webapp.board.events.hub import FRAMES_WAITING

    async def scene(hub):
        slow, quick = Viewer(hub), Viewer(hub)
        await asyncio.sleep(0.2)
        slow.blocked.clear()
        for number in range(FRAMES_WAITING + 5):
            hub.publish(
                frame(
                    (1, number),
                    "on-air",
                    "pubg",
                    f"id: 1-{number}\nevent: on-air\ndata: 0\n\n".encode(),
                )
            )
            await asyncio.sleep(0)
        assert len(hub.listeners) == 1
        assert len(await quick.until(FRAMES_WAITING + 5)) == FRAMES_WAITING + 5
        slow.blocked.set()
        await asyncio.wait_for(slow.task, 5)
        assert slow.ended

    play(store, scene)


def test_an_unknown_game_is_refused(store):
    async def scene(hub):
        viewer = Viewer(hub, b"game=chess")
        await asyncio.wait_for(viewer.task, 5)
        assert viewer.status == 404
        assert "the known ones are" in json.loads(viewer.got)["detail"]

    play(store, scene)


def test_what_redis_forgot_is_not_told_to_anyone(store, redis):
    async def scene(hub):
        show(store, row("old"), on_air="old")
        await Viewer(hub).until(2)
        redis.flushall()
        await asyncio.sleep(0.3)
        late = Viewer(hub)
        body = OnAir("pubg", "new", 1.0, "first").to_json()
        redis.xadd("events", {"kind": "on-air", "game": "pubg", "body": body}, id="5-0")
        assert [(place, body["channel"]) for place, _, body in await late.until(1)] == [
            ("5-0", "new")
        ]

    play(store, scene)


def test_the_reader_outlives_redis_and_finds_what_came_meanwhile(store, redis):
    async def scene(hub):
        viewer = Viewer(hub)
        show(store, row("one"), on_air="one")
        await viewer.until(2)
        redis.client_kill_filter(_type="normal", skipme=True)
        show(store, row("two"), on_air="two")
        assert (await viewer.until(4))[-1][2]["channel"] == "two"

    play(store, scene)


def test_those_who_wait_hear_what_time_it_is(store):
    from webapp.board.events.hub import TIME_SECONDS

    async def scene(hub):
        viewer = Viewer(hub)
        while not viewer.got:
            await asyncio.sleep(0.01)
        before = len(viewer.events("time"))
        for now in (1e9, 1e9 + TIME_SECONDS - 1, 1e9 + TIME_SECONDS):
            hub.tell_time(now)
            await asyncio.sleep(0.05)
        assert len(viewer.events("time")) == before + 2

    play(store, scene)


def test_packed_events_are_the_same_ones_whenever_somebody_joins(store):
    async def scene(hub):
        plain, early = Viewer(hub), Viewer(hub, encoding="gzip, br")
        await asyncio.sleep(0.2)
        for name in ("one", "two"):
            await asyncio.to_thread(show, store, row(name, title=name * 500), on_air=name)
            await asyncio.sleep(0.2)
        late = Viewer(hub, encoding="gzip")
        await plain.until(4)
        await asyncio.sleep(0.2)
        unpacked = [zlib.decompressobj(wbits=31).decompress(each.got) for each in (early, late)]
        hello = plain.got.index(b"event: board")
        assert unpacked[0].endswith(plain.got[hello:])
        assert plain.got.startswith(b"retry")
        assert unpacked[1].count(b"event: board") == 1
        assert len(early.got) < len(plain.got) / 3

    play(store, scene)


def test_changes_are_packed_after_those_that_the_viewer_has_just_got(store):
    from webapp.board.events.packing import packed

    one, two = row("one", captured_at=time.time()), row("two", alive=60, captured_at=time.time())

    async def scene(hub):
        await asyncio.to_thread(show, store, one, two)
        query = b"game=pubg&changes=1"
        plain, early = Viewer(hub, query), Viewer(hub, query, encoding="gzip")
        await plain.until(1)
        for alive in (58, 57, 56):
            before, read = len(early.got), len(plain.got)
            await asyncio.to_thread(show, store, one, replace(two, alive=alive))
            await plain.until(60 - alive)
            await asyncio.sleep(0.05)
            alone = len(packed(plain.got[read:]))
            assert len(early.got) - before < alone / 2 or alive == 58
            if alive == 57:
                late = Viewer(hub, query, encoding="gzip")
                await asyncio.sleep(0.05)
        texts = [zlib.decompressobj(wbits=31).decompress(each.got) for each in (early, late)]
        begin = plain.got.index(b"event: board")
        assert texts[0].endswith(plain.got[begin:])
        assert texts[1].count(b"event: changes") == 1, "what it refers to they never got"
        assert b'"alive":56' in texts[1]

    play(store, scene)


def test_tags_that_nobody_knows_fill_no_memory(store):
    async def scene(hub):
        await asyncio.to_thread(show, store, row("one"))
        await Viewer(hub, b"game=pubg&changes=1").until(1)
        for place in range(50):
            hub.listen("pubg", None, True, tag=f"made-up-{place}")
        assert len(hub._openers) == 1

    play(store, scene)


def test_a_process_may_hold_more_viewers_than_the_files_it_began_with(site):
    import resource

    from webapp.server.background import open_many_files

    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, before[1]))
    try:
        open_many_files()
        assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] >= min(before[1], 65_536)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


def test_who_takes_changes_gets_what_is_new_of_each_board(store):
    one, two = row("one", captured_at=time.time()), row("two", alive=60, captured_at=time.time())

    async def scene(hub):
        await asyncio.to_thread(show, store, one, two)
        viewer = Viewer(hub, b"game=pubg&changes=1")
        await viewer.until(1)
        await asyncio.to_thread(show, store, one, replace(two, alive=58))
        await viewer.until(2)
        await asyncio.to_thread(show, store, replace(two, alive=40), one)
        await viewer.until(3)
        await asyncio.to_thread(show, store, replace(two, alive=40))
        (_, first, whole), *others = await viewer.until(4)
        assert (first, [each["channel"] for each in whole["streams"]]) == ("board", ["one", "two"])
        assert {kind for _, kind, _ in others} == {"changes"}
        for _, _, body in others:
            assert all(each.pop("age_seconds") >= 0 for each in body["streams"])
        assert [(body["streams"], body["order"]) for _, _, body in others] == [
            ([{"channel": "two", "alive": 58}], None),
            (
                [{"channel": "two", "rank": 1, "alive": 40}, {"channel": "one", "rank": 2}],
                ["two", "one"],
            ),
            ([], ["two"]),
        ]

    play(store, scene)


def test_who_takes_changes_and_comes_back_gets_the_whole_board(store):
    """Another process may have made another board of what Redis held at that event."""

    async def scene(hub):
        await asyncio.to_thread(show, store, row("one"))
        seen = (await Viewer(hub).until(1))[-1][0]
        again = Viewer(hub, b"game=pubg&changes=1", last_event_id=seen)
        assert [kind for _, kind, _ in await again.until(1)] == ["board"]

    play(store, scene)


def test_who_has_a_board_gets_what_changed_since(store):
    one, two = row("one", captured_at=time.time()), row("two", alive=60, captured_at=time.time())

    async def scene(hub):
        from webapp.board.events.shown import tag_of

        await asyncio.to_thread(show, store, one, two)
        viewer = Viewer(hub, b"game=pubg&changes=1")
        known = tag_of((await viewer.until(1))[0][2]).encode()
        same = Viewer(hub, b"game=pubg&changes=1&tag=" + known)
        await asyncio.to_thread(show, store, one, replace(two, alive=58))
        (_, kind, body) = (await same.until(1))[0]
        assert (kind, [each["alive"] for each in body["streams"]]) == ("changes", [58])
        late = Viewer(hub, b"game=pubg&changes=1&tag=" + known)
        (_, kind, body) = (await late.until(1))[0]
        assert (kind, [each["alive"] for each in body["streams"]]) == ("changes", [58])
        plain = Viewer(hub, b"game=pubg&tag=" + known)
        old = Viewer(hub, b"game=pubg&changes=1&tag=0123")
        back = Viewer(hub, b"game=pubg&changes=1&tag=" + known, last_event_id="1-0")
        for other in (plain, old, back):
            assert [kind for _, kind, _ in await other.until(1)] == ["board"]

    play(store, scene)


def test_boards_of_a_redis_that_was_emptied_come_whole(store, redis):
    async def scene(hub):
        await asyncio.to_thread(show, store, row("one"))
        viewer = Viewer(hub, b"game=pubg&changes=1")
        await viewer.until(1)
        redis.flushall()
        await asyncio.sleep(0.3)
        await asyncio.to_thread(show, store, row("two"))
        assert [kind for _, kind, _ in await viewer.until(2)] == ["board", "board"]

    play(store, scene)
