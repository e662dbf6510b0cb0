"""Does the store keep small pictures as long as they are of use, and no longer?"""

from scoreboard.history import Highlight
from scoreboard.models import Stream
from scoreboard.store import history


def finish(channel, at):
    return Highlight("finish", "pubg", at, channel, channel, 1, 3, "won", "", True)


def test_a_preview_expires(store, redis):
    store.put_preview("one", b"jpeg", 90)
    assert store.preview("one") == b"jpeg"
    assert 80_000 < redis.pttl("preview:one") <= 90_000
    assert store.preview("two") is None


def test_the_picture_of_a_finish_outlives_the_next_ones(store, redis):
    store.put_preview("one", b"won", 90)
    assert store.keep_preview("one", 12.345, 600)
    store.put_preview("one", b"later", 90)
    assert store.moment_preview("one", 12.345) == b"won"
    assert 590_000 < redis.pttl("moment-preview:one:12345") <= 600_000
    assert not store.keep_preview("two", 1.0, 600)


def test_pictures_of_the_newest_finishes_are_kept(store, monkeypatch):
    monkeypatch.setattr(history, "MOMENTS_KEPT", 2)
    store.put_preview("one", b"jpeg", 90)
    for at in (1.0, 2.0, 3.0):
        assert store.keep_preview("one", at, 600)
    assert [store.moment_preview("one", at) for at in (1.0, 2.0, 3.0)] == [None, b"jpeg", b"jpeg"]


def test_many_finishes_take_no_switch_away(store, monkeypatch):
    monkeypatch.setattr(history, "MOMENTS_KEPT", 2)
    store.put_moments([Highlight("switch", "all", 1.0, "one", "One", 5, 1, "closer", "")])
    for at in (2.0, 3.0, 4.0):
        store.put_moments([finish("two", at)])
    assert [(moment.kind, moment.at) for moment in store.moments(5.0)] == [
        ("finish", 4.0),
        ("finish", 3.0),
        ("switch", 1.0),
    ]


def test_a_stream_that_is_dropped_leaves_no_picture(store):
    store.put_preview("one", b"jpeg", 90)
    store.drop_streams([Stream("one", "pubg", "One", "https://example.org/")])
    assert store.preview("one") is None


def test_a_channel_that_is_forgotten_is_told_of_no_more(store):
    for channel in ("one", "two"):
        store.put_preview(channel, b"jpeg", 90)
        store.keep_preview(channel, 10.0, 600)
        store.put_moments([finish(channel, 10.0)])
    store.forget_moments({"one"})
    assert [moment.channel for moment in store.moments(20.0)] == ["two"]
    assert store.moment_preview("one", 10.0) is None
    assert store.moment_preview("two", 10.0) == b"jpeg"
