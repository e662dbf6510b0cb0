"""Is what an arena broadcasts watched, once, and forgotten when it no longer is?"""

import io
import json
import time
from http.client import IncompleteRead

import pytest
from django.core.management import call_command

ARENA = "http://127.0.0.1:8999"


class Response(io.BytesIO):
    """As ``urlopen`` returns it."""

    def __init__(self, body: bytes, promised: int | None = None) -> None:
        super().__init__(body)
        self.headers = {} if promised is None else {"Content-Length": str(promised)}


pytestmark = pytest.mark.usefixtures("db", "store")


@pytest.fixture
def broadcast(monkeypatch: pytest.MonkeyPatch):
    """Sets the numbers of the channels on air; nothing: nobody answers."""

    def now(*numbers: int) -> None:
        rows = [
            {
                "url": f"{ARENA}/live/arena-pubg-{each:02d}/index.m3u8",
                "game": "pubg",
                "name": f"P{each}",
                "channel": f"arena-pubg-{each:02d}",
            }
            for each in numbers
        ]

        def answer(url: str, timeout: float) -> Response:
            assert url == f"{ARENA}/truth"
            if not numbers:
                raise OSError("nobody answers")
            return Response(json.dumps({"channels": rows}).encode())

        monkeypatch.setattr("webapp.catalog.channels.arena.urlopen", answer)

    return now


def watch() -> bool:
    from webapp.catalog.channels.arena import watch_arena

    return watch_arena(ARENA)


def test_what_it_broadcasts_is_watched_once(broadcast, store):
    broadcast(1, 2)
    assert watch()
    assert not watch()
    assert set(store.channels()) == {"arena-pubg-01", "arena-pubg-02"}
    assert {channel.url for channel in store.channels().values()} == {
        f"{ARENA}/live/arena-pubg-01/index.m3u8",
        f"{ARENA}/live/arena-pubg-02/index.m3u8",
    }


def test_what_it_no_longer_broadcasts_is_forgotten_and_nothing_else(broadcast, store):
    by_hand = ("add", f"{ARENA}/other/index.m3u8", "--game", "pubg", "--name", "mine")
    call_command("channel", *by_hand, stdout=io.StringIO())
    broadcast(1, 2)
    watch()
    broadcast(2)
    assert watch()
    assert {channel.name for channel in store.channels().values()} == {"mine", "P2"}


def test_an_arena_that_does_not_answer_changes_nothing(broadcast, store):
    broadcast(1)
    watch()
    broadcast()
    assert not watch()
    assert set(store.channels()) == {"arena-pubg-01"}


def test_a_channel_that_an_admin_blocked_stays_blocked(broadcast, store):
    from webapp.catalog.models import Channel

    broadcast(1, 2)
    watch()
    Channel.objects.filter(channel="arena-pubg-01").update(rule="block")
    assert not watch()
    assert Channel.objects.get(channel="arena-pubg-01").rule == "block"


@pytest.mark.parametrize(
    "answer",
    [b"<html>", b"[]", b"{}", b"7", b'{"channels": [7]}', b'{"channels": [{}]}', b"[" * 100_000],
)
def test_what_is_no_arena_is_said_to_be_none(monkeypatch, answer):
    monkeypatch.setattr(
        "webapp.catalog.channels.arena.urlopen", lambda url, timeout: Response(answer)
    )
    with pytest.raises(ValueError, match=r"lists no channels|Expecting value"):
        watch()


def test_an_arena_that_ends_in_the_middle_of_an_answer_is_asked_again(monkeypatch):
    def cut_off(url, timeout):
        raise IncompleteRead(b"{")

    monkeypatch.setattr("webapp.catalog.channels.arena.urlopen", cut_off)
    assert not watch()


def test_a_response_that_is_cut_short_is_asked_for_again(monkeypatch):
    cut = Response(b'{"channels": [', promised=1000)
    monkeypatch.setattr("webapp.catalog.channels.arena.urlopen", lambda url, timeout: cut)
    assert not watch()


class Endless:
    """A response that never ends."""

    def __init__(self, chunk: bytes, pause_seconds: float = 0.0) -> None:
        self.chunk, self.pause_seconds, self.taken = chunk, pause_seconds, 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None

    def read1(self, size: int) -> bytes:
        time.sleep(self.pause_seconds)
        self.taken += len(self.chunk)
        return self.chunk


def test_an_arena_that_sends_too_much_is_read_no_further(monkeypatch):
    endless = Endless(b" " * 65536)
    monkeypatch.setattr("webapp.catalog.channels.arena.MAX_BYTES", 1_000_000)
    monkeypatch.setattr("webapp.catalog.channels.arena.urlopen", lambda url, timeout: endless)
    with pytest.raises(ValueError, match="too large"):
        watch()
    assert endless.taken <= 1_000_000 + 65536


def test_an_arena_that_sends_a_byte_now_and_then_is_left_in_time(monkeypatch):
    monkeypatch.setattr("webapp.catalog.channels.arena.TIMEOUT_SECONDS", 0.3)
    slow = Endless(b" ", 0.05)
    monkeypatch.setattr("webapp.catalog.channels.arena.urlopen", lambda url, timeout: slow)
    began = time.monotonic()
    assert not watch()
    assert time.monotonic() - began < 0.6
