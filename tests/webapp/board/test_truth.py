"""Is a number's age true in every way out, also when nobody makes boards any more?"""

import asyncio
import json
import time
from dataclasses import replace

import pytest

from scoreboard.models import ALL_GAMES, Board
from tests.webapp.board.test_hub import Viewer, play
from tests.webapp.boards import in_play, row, show

pytestmark = pytest.mark.usefixtures("client", "quick_end")


@pytest.fixture
def quick_end(site, monkeypatch):
    from webapp.board.events import news

    monkeypatch.setattr(news, "BLOCK_MILLISECONDS", 50)


async def until(found, seconds=5):
    async with asyncio.timeout(seconds):
        while not (result := found()):
            await asyncio.sleep(0.02)
    return result


def seconds_of(iso):
    from datetime import datetime

    return datetime.fromisoformat(iso).timestamp()


def test_a_stream_begins_with_the_servers_time(store):
    show(store, row("one"))

    async def scene(hub):
        await until(lambda: hub._shown)
        viewer = Viewer(hub)
        (_, first, hello), *_ = await until(lambda: viewer.events("hello", "board"))
        assert first == "hello"
        assert hello["fresh_seconds"] == 45
        assert abs(seconds_of(hello["now"]) - time.time()) < 1
        assert abs(seconds_of(hello["board_at"]) - time.time()) < 2

    play(store, scene)


def test_there_is_no_board_yet(store):
    async def scene(hub):
        viewer = Viewer(hub)
        (_, _, hello), *_ = await until(lambda: viewer.events("hello"))
        assert hello["board_at"] is None

    play(store, scene)


def test_one_who_comes_late_is_told_the_age_at_that_moment(store):
    captured_at = time.time() - 2
    show(store, row("one", captured_at=captured_at))

    async def scene(hub):
        await until(lambda: hub._shown.get("pubg"))
        for _ in range(2):
            await asyncio.sleep(1.2)
            viewer = Viewer(hub)
            _, _, board = (await viewer.until(1))[0]
            assert abs(board["streams"][0]["age_seconds"] - (time.time() - captured_at)) < 0.7

    play(store, scene)


def test_a_number_that_becomes_too_old_is_unranked_for_everyone_at_once(store, client):
    show(store, row("old", alive=3, captured_at=time.time() - 44), row("new", alive=9))

    async def scene(hub):
        await until(lambda: hub._shown.get("pubg"))
        whole, part = Viewer(hub), Viewer(hub, b"game=pubg&changes=1")
        await whole.until(1)
        _, _, later = (await whole.until(2))[1]
        assert [(each["channel"], each["rank"]) for each in later["streams"]] == [
            ("new", 1),
            ("old", None),
        ]
        _, kind, changes = (await part.until(2))[1]
        assert (kind, changes["order"]) == ("changes", ["new", "old"])
        assert {each["channel"]: each.get("rank") for each in changes["streams"]} == {
            "new": 1,
            "old": None,
        }
        late = Viewer(hub)
        _, _, board = (await late.until(1))[0]
        assert [each["rank"] for each in board["streams"]] == [1, None]

    play(store, scene)
    found = client.get("/api/v1/streams/?game=pubg").json()["results"]
    assert [each["rank"] for each in found] == [1, None]


def test_a_board_that_is_not_announced_still_confirms_its_numbers(store):
    """Boards in which only ages change are announced now and then; what they confirm is told all the same."""
    captured_at = time.time() - 20
    rows = in_play(row("one", captured_at=captured_at))
    store.put_board(Board("pubg", time.time() - 10, rows), announce=True)

    async def scene(hub):
        await until(lambda: hub._shown.get("pubg"))
        viewer = Viewer(hub, b"game=pubg&changes=1")
        await viewer.until(1)
        fresh, now = in_play(row("one", captured_at=captured_at + 15)), time.time()
        await asyncio.to_thread(store.put_board, Board("pubg", now, fresh), False)
        _, _, changes = (await viewer.until(2))[1]
        assert abs(seconds_of(changes["streams"][0]["captured_at"]) - captured_at - 15) < 0.01
        hub.tell_time(1e9)
        (_, _, told), *_ = reversed(await until(lambda: viewer.events("time")))
        assert abs(seconds_of(told["board_at"]) - now) < 0.01

    play(store, scene)


def test_one_channel_can_be_followed_alone(store):
    async def scene(hub):
        await asyncio.to_thread(show, store, row("one"), row("two", alive=60))
        await until(lambda: len(hub._shown) == 2)
        viewer, gone = Viewer(hub, b"channel=two"), Viewer(hub, b"channel=nobody")
        _, kind, first = (await viewer.until(1))[0]
        assert (kind, first["channel"], first["stream"]["rank"]) == ("stream", "two", 2)
        assert (await gone.until(1))[0][2]["stream"] is None
        await asyncio.to_thread(show, store, replace(row("two", alive=4)), row("one"))
        _, _, second = (await viewer.until(2))[1]
        assert (second["stream"]["rank"], second["stream"]["alive"]) == (1, 4)
        await asyncio.to_thread(show, store, row("one"))
        _, _, third = (await viewer.until(3))[2]
        assert third["stream"] is None
        assert len(gone.events()) == 1

    play(store, scene)


def test_a_channel_far_down_a_long_board_is_followed_too(store):
    rows = [row(f"c{number}", alive=10 + number) for number in range(300)]

    async def scene(hub):
        await asyncio.to_thread(show, store, *rows)
        await until(lambda: len(hub._shown) == 2)
        _, _, first = (await Viewer(hub, b"channel=c250").until(1))[0]
        assert first["stream"]["rank"] == 251
        _, _, board = (await Viewer(hub).until(1))[0]
        assert (board["count"], len(board["streams"])) == (300, 100)

    play(store, scene)


def test_a_blocked_channel_is_gone_although_no_board_is_made(store, client):
    from webapp.catalog import games
    from webapp.catalog.models import Channel

    show(store, row("one"), row("bad", alive=3))
    Channel.objects.create(channel="bad", rule=Channel.Rule.BLOCK)
    games._blocks.at = 0.0
    assert [each["channel"] for each in client.get("/api/v1/streams/").json()["results"]] == ["one"]
    assert client.get("/api/v1/streams/bad/").status_code == 404
    assert client.get("/api/v1/search/?q=bad").json()["count"] == 0

    async def scene(hub):
        await until(lambda: hub._shown.get("pubg"))
        _, _, board = (await Viewer(hub).until(1))[0]
        assert [each["channel"] for each in board["streams"]] == ["one"]
        assert (await Viewer(hub, b"channel=bad").until(1))[0][2]["stream"] is None

    play(store, scene)
    Channel.objects.all().delete()
    games._blocks.at = 0.0


def test_the_page_says_when_its_board_was_made(client, store):
    at = time.time() - 40
    for game in ("pubg", ALL_GAMES):
        store.put_board(Board(game, at, in_play(row("one", captured_at=at))), announce=True)
    page = client.get("/pubg/").content.decode()
    first = json.loads(page.split('type="application/json">')[1].split("</script>")[0])
    assert abs(seconds_of(first["board"]["at"]) - at) < 0.01
    assert abs(seconds_of(first["now"]) - time.time()) < 5
    answer = client.get("/api/v1/streams/").json()
    assert abs(seconds_of(answer["board_at"]) - at) < 0.01
    assert abs(seconds_of(answer["now"]) - time.time()) < 5


BROKEN = {
    "no body": {"kind": "on-air", "game": "pubg", "body": ""},
    "not JSON": {"kind": "on-air", "game": "pubg", "body": "{"},
    "another shape": {"kind": "on-air", "game": "pubg", "body": "[1]"},
    "a field that a newer version requires": {"kind": "on-air", "game": "pubg", "body": "{}"},
    "a kind of a newer version": {"kind": "poll", "game": "pubg", "body": "{}"},
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_event_is_passed_over(store, redis, broken):
    async def scene(hub):
        viewer = Viewer(hub)
        await asyncio.to_thread(redis.xadd, "events", broken)
        await asyncio.to_thread(show, store, row("one"), on_air="one")
        assert [kind for _, kind, _ in await viewer.until(2)] == ["board", "on-air"]

    play(store, scene)


@pytest.mark.parametrize("broken", [b"{", b"[]", b'{"game": "pubg", "at": 1}', b"\xff"])
def test_a_broken_board_stops_neither_the_others_nor_its_successor(store, redis, client, broken):
    async def scene(hub):
        viewer, apex = Viewer(hub), Viewer(hub, b"game=apex")
        await asyncio.to_thread(redis.set, "board:pubg", broken)
        event = {"kind": "board", "game": "pubg", "body": ""}
        await asyncio.to_thread(redis.xadd, "events", event)
        await asyncio.to_thread(show, store, row("two", game="apex"), game="apex")
        await apex.until(1)
        await asyncio.to_thread(show, store, row("one"))
        assert (await viewer.until(1))[0][2]["streams"][0]["channel"] == "one"

    play(store, scene)


@pytest.mark.parametrize(
    "path", ["/api/v1/streams/?game=pubg", "/pubg/", "/api/v1/on-air/?game=pubg"]
)
def test_a_broken_board_is_no_fault_of_the_page(client, redis, path):
    redis.set("board:pubg", b'{"game": "pubg", "at": 1}')
    assert client.get(path).status_code in (200, 503)
