"""Does a worker find out where Twitch has recorded a channel's newest broadcast?"""

from datetime import UTC, datetime

import pytest

from scoreboard.requests import Recording
from tests.workers.discover.helix_stand_in import archive, row, user_id
from workers.discover.twitch.recordings import AT_ONCE, find_recordings

BEGAN = datetime(2026, 11, 27, 10, tzinfo=UTC).timestamp()
NOW = BEGAN + 4 * 3600


def recorded(twitch, login, *videos):
    twitch.streams.append(row(login))
    twitch.archives[user_id(login)] = list(videos)


def asked(twitch, path):
    return [request for request in twitch.requests if request.startswith(f"GET {path}")]


def test_a_recording_is_found_once_its_channel_is_due(store, helix, twitch):
    recorded(twitch, "owl", archive("owl", "335921245", "2026-11-27T10:00:00Z", "3h8m33s"))
    store.want_recordings(["twitch-owl"], NOW)
    assert find_recordings(store, helix, NOW - 1) == 0
    assert not twitch.requests
    assert find_recordings(store, helix, NOW) == 1
    assert store.recordings() == [
        Recording("twitch-owl", "335921245", BEGAN, BEGAN + 3 * 3600 + 8 * 60 + 33)
    ]
    assert store.recordings_wanted(NOW, 10) == []
    store.want_recordings(["twitch-owl"], NOW)
    find_recordings(store, helix, NOW)
    assert len(asked(twitch, "/users")) == 1
    assert len(asked(twitch, "/videos")) == 2


def test_only_a_few_channels_are_asked_for_at_a_time(store, helix, twitch):
    for number in range(AT_ONCE + 2):
        recorded(twitch, f"owl{number}", archive("x", "1", "2026-11-27T10:00:00Z", "1m"))
        store.want_recordings([f"twitch-owl{number}"], NOW - 100 + number)
    assert find_recordings(store, helix, NOW) == AT_ONCE
    assert len(asked(twitch, "/videos")) == AT_ONCE
    assert len(asked(twitch, "/users")) == 1
    assert store.recordings_wanted(NOW, 10) == [f"twitch-owl{number}" for number in (5, 6)]


@pytest.mark.parametrize(
    "video",
    [
        {},
        archive("owl", "1", "2026-11-27T10:00:00Z", "1h", type="highlight"),
        archive("owl", "1", "2026-11-27T10:00:00Z", "1h", viewable="private"),
        archive("owl", "1", "2026-11-27T10:00:00Z", "an hour"),
        archive("owl", "1", "2026-11-27T10:00:00Z", None),
        archive("owl", "1", "yesterday", "1h"),
        archive("owl", "1", "9999-12-31T23:59:59-23:59", "1h"),
        archive("owl", "1", "2026-11-27T10:00:00", "1h"),
        archive("owl", "../1", "2026-11-27T10:00:00Z", "1h"),
    ],
)
def test_what_is_no_recording_for_everybody_is_none(store, helix, twitch, video):
    recorded(twitch, "owl", video)
    store.want_recordings(["twitch-owl", "twitch-gone", "not-twitch"], NOW)
    assert find_recordings(store, helix, NOW) == 0
    assert store.recordings_wanted(NOW, 10) == []


@pytest.mark.parametrize("path", ["/users", "/videos"])
@pytest.mark.parametrize("fault", ["429", "500", "[]", "null"])
def test_while_twitch_fails_the_channels_wait_and_others_have_their_turn(
    store, helix, twitch, path, fault
):
    recorded(twitch, "owl", archive("owl", "1", "2026-11-27T10:00:00Z", "1h"))
    twitch.fault, twitch.paths = fault, (path,)
    store.want_recordings(["twitch-owl"], NOW)
    assert find_recordings(store, helix, NOW) == 0
    assert store.recordings_wanted(NOW + 59, 10) == []
    assert store.recordings_wanted(NOW + 60, 10) == ["twitch-owl"]
    twitch.fault = ""
    assert find_recordings(store, helix, NOW + 2000) == 1


def test_without_credentials_nobody_is_asked_and_nobody_waits(store):
    store.want_recordings(["twitch-owl"], NOW)
    assert find_recordings(store, None, NOW) == 0
    assert store.recordings_wanted(NOW, 10) == []


def test_what_waits_is_bounded(store, monkeypatch):
    from scoreboard.store import recordings

    monkeypatch.setattr(recordings, "WANTED_KEPT", 2)
    for number in range(4):
        store.want_recordings([f"twitch-{number}"], NOW + number)
    store.want_recordings(["twitch-0"], NOW + 100)
    assert store.recordings_wanted(NOW + 50, 10) == ["twitch-0", "twitch-1"]
    monkeypatch.setattr(recordings, "FOUND_KEPT", 2)
    for number in range(4):
        store.put_recordings([Recording("twitch-0", str(number), 0.0, 1.0)])
    assert [each.id for each in store.recordings()] == ["2", "3"]
