"""Does a match lead to its end in a recording, to the second, and to nothing where there is none?"""

from datetime import UTC, datetime, timedelta

from scoreboard.requests import Finish, Recording
from tests.webapp.boards import row, show
from tests.webapp.matches.made import made

BEGAN = datetime(2026, 11, 27, 10, tzinfo=UTC)


def take(store, **values):
    from webapp.desk.matches.recordings import take_recordings

    began, hours = values.get("began", BEGAN), values.get("hours", 3)
    until = (began + timedelta(hours=hours)).timestamp()
    store.put_recordings(
        [Recording("twitch-owl", values.get("id", "42"), began.timestamp(), until)]
    )
    take_recordings(store)


def test_a_match_within_the_recording_leads_to_its_end(client, store):
    end = BEGAN + timedelta(hours=1, minutes=2, seconds=45)
    inside = made("twitch-owl", ended_at=end)
    seen = made(
        "twitch-owl",
        ended_at=end + timedelta(minutes=20),
        watched_until=end + timedelta(minutes=19),
    )
    others = [
        made("twitch-owl", ended_at=BEGAN - timedelta(seconds=1)),
        made("twitch-owl", ended_at=BEGAN + timedelta(hours=3, seconds=1)),
        made("twitch-raven", ended_at=end),
    ]
    take(store)
    for match in (inside, seen, *others):
        match.refresh_from_db()
    address = "https://www.twitch.tv/videos/42?t=1h2m0s"
    assert client.get(f"/api/v1/matches/{inside.pk}/").json()["watch_url"] == address
    assert f'href="{address}"' in client.get(f"/matches/{inside.pk}/").content.decode()
    assert client.get(f"/api/v1/matches/{seen.pk}/").json()["watch_url"].endswith("?t=1h21m0s")
    assert [match.recording for match in others] == ["", "", ""]
    assert "Watch the finish" not in client.get(f"/matches/{others[0].pk}/").content.decode()
    assert store.recordings() == []


def test_what_is_recorded_already_is_left_alone(client, store):
    match = made("twitch-owl", ended_at=BEGAN + timedelta(seconds=10))
    take(store)
    take(store, id="43")
    match.refresh_from_db()
    assert match.recording == "42"
    assert client.get(f"/api/v1/matches/{match.pk}/").json()["watch_url"].endswith("?t=0h0m0s")


def test_a_match_on_twitch_is_asked_for_once_it_is_stored(client, store):
    from webapp.desk.intake import take_in
    from webapp.desk.matches.recordings import ASK_AFTER_SECONDS

    at = BEGAN.timestamp()
    for channel in ("twitch-owl", "elsewhere"):
        store.put_finishes([Finish(channel, "Owl", "pubg", at, at - 900, 1, 7, True)])
    take_in(store)
    assert store.recordings_wanted(at + ASK_AFTER_SECONDS - 1, 10) == []
    assert store.recordings_wanted(at + ASK_AFTER_SECONDS, 10) == ["twitch-owl"]


def test_a_recording_of_no_time_holds_up_no_other(client, store):
    match = made("twitch-owl", ended_at=BEGAN + timedelta(minutes=1))
    store.put_recordings([Recording("twitch-owl", "41", 9e14, 9e14)])
    take(store)
    match.refresh_from_db()
    assert match.recording == "42"
    assert store.recordings() == []


def test_a_live_streams_playlist_may_hold_the_end_of_a_recent_match(client, store):
    recent, old = made("one", minutes_ago=30), made("one", minutes_ago=13 * 60)
    page = f"/matches/{recent.pk}/"
    assert "data-playlist" not in client.get(page).content.decode()
    show(store, row("one"))
    text = client.get(page).content.decode()
    assert 'data-playlist="https://example.org/one.m3u8"' in text
    assert f'data-from="{recent.ended_at.timestamp() - 45:.6f}'.rstrip("0") in text
    assert "hidden" in text.split('id="watch"')[1].split(">")[0]
    assert "data-playlist" not in client.get(f"/matches/{old.pk}/").content.decode()
    show(store, row("one", playback_url="javascript:alert(1)"))
    assert "data-playlist" not in client.get(page).content.decode()
