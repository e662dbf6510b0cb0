"""Does the store keep small pictures as long as they are of use, and no longer?"""

from scoreboard.history import Highlight
from scoreboard.models import Stream
from scoreboard.store import history, preview


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


def looks_of(store, channel, at=10.0):
    store.keep_looks(channel, at, 600)
    return store.moment_looks(channel, at)


def test_the_last_looks_go_to_the_finish(store, redis):
    for number in range(15):
        store.keep_look("one", b"%d" % number)
    assert 55 < redis.ttl("last-looks:one") <= 60
    assert looks_of(store, "one") == [b"%d" % number for number in range(3, 15)]
    assert 590_000 < redis.pttl("moment-looks:one:10000") <= 600_000
    assert looks_of(store, "one", 20.0) == []
    store.keep_look("one", b"next match")
    assert looks_of(store, "one", 30.0) == [b"next match"]


def test_looks_that_the_site_took_are_gone(store):
    store.keep_look("one", b"1")
    assert looks_of(store, "one") == [b"1"]
    store.forget_looks([("one", 10.0), ("two", 11.0)])
    assert store.moment_looks("one", 10.0) == []
    store.forget_looks([])


def test_what_looks_take_of_redis_is_bounded(store, redis, monkeypatch):
    """Who is there first stays: were the oldest to go, with every look another stream would lose its own."""
    monkeypatch.setattr(preview, "FLIPBOOKS_KEPT", 2)
    monkeypatch.setattr(history, "FLIPBOOKS_KEPT", 2)
    for _ in range(3):
        for channel in ("one", "two", "three"):
            store.keep_look(channel, b"x")
    store.keep_look("one", b"x" * (preview.MAX_LOOK_BYTES + 1))
    assert [redis.llen(f"last-looks:{channel}") for channel in ("one", "two", "three")] == [3, 3, 0]
    for at, channel in enumerate(("one", "two", "three", "four")):
        store.keep_look(channel, b"y")
        looks_of(store, channel, float(at))
    kept = [
        len(store.moment_looks(each, float(at)))
        for at, each in enumerate(("one", "two", "three", "four"))
    ]
    assert kept == [0, 0, 1, 1]
    assert redis.zcard("looks-kept") == 0


def test_a_stream_that_stopped_makes_room(store, redis, monkeypatch):
    monkeypatch.setattr(preview, "FLIPBOOKS_KEPT", 1)
    store.keep_look("one", b"x")
    redis.zadd("looks-kept", {"one": redis.time()[0] - preview.LOOKS_EXPIRE_SECONDS - 1})
    store.keep_look("two", b"x")
    assert redis.zrange("looks-kept", 0, -1) == [b"two"]


def test_looks_of_a_dropped_or_forgotten_channel_are_gone(store, redis):
    store.keep_look("one", b"x")
    store.drop_streams([Stream("one", "pubg", "One", "https://example.org/")])
    assert not redis.exists("last-looks:one", "looks-kept")
    store.keep_look("two", b"x")
    assert looks_of(store, "two") == [b"x"]
    store.put_moments([finish("two", 10.0)])
    store.forget_moments({"two"})
    assert store.moment_looks("two", 10.0) == []
