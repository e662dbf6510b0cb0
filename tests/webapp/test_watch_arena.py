"""Does ``manage.py watch_arena`` add what an arena broadcasts, once, and forget what it no longer does?"""

import io
import json

import pytest
from django.core.management import CommandError, call_command

ARENA = "http://127.0.0.1:8999"
pytestmark = pytest.mark.usefixtures("db", "store")


@pytest.fixture
def broadcast(monkeypatch: pytest.MonkeyPatch):
    """Sets the numbers of the channels on air; nothing: nobody answers."""
    def now(*numbers: int) -> None:
        rows = [{"url": f"{ARENA}/live/arena-pubg-{each:02d}/index.m3u8", "game": "pubg", "name": f"P{each}",
                 "channel": f"arena-pubg-{each:02d}"}
                for each in numbers]

        def answer(url: str, timeout: float) -> io.BytesIO:
            assert url == f"{ARENA}/truth"
            if not numbers:
                raise OSError("nobody answers")
            return io.BytesIO(json.dumps({"channels": rows}).encode())

        monkeypatch.setattr("webapp.catalog.management.commands.watch_arena.urlopen", answer)
    return now


def watch() -> str:
    said = io.StringIO()
    call_command("watch_arena", ARENA, stdout=said)
    return said.getvalue()


def test_what_it_broadcasts_is_watched_once(broadcast, store):
    broadcast(1, 2)
    assert watch() == "2 watched from now on, 0 no longer.\n"
    assert watch() == "0 watched from now on, 0 no longer.\n"
    assert set(store.channels()) == {"arena-pubg-01", "arena-pubg-02"}
    assert {channel.url for channel in store.channels().values()} == {
        f"{ARENA}/live/arena-pubg-01/index.m3u8", f"{ARENA}/live/arena-pubg-02/index.m3u8"}


def test_what_it_no_longer_broadcasts_is_forgotten_and_nothing_else(broadcast, store):
    by_hand = ("add", f"{ARENA}/other/index.m3u8", "--game", "pubg", "--name", "mine")
    call_command("channel", *by_hand, stdout=io.StringIO())
    broadcast(1, 2)
    watch()
    broadcast(2)
    assert watch() == "0 watched from now on, 1 no longer.\n"
    assert {channel.name for channel in store.channels().values()} == {"mine", "P2"}


def test_an_arena_that_does_not_answer_in_time_is_named(broadcast):
    broadcast()
    with pytest.raises(CommandError, match="cannot be watched: nobody answers"):
        watch()
    with pytest.raises(CommandError, match="begins with http"):
        call_command("watch_arena", "file:///etc/passwd")
