"""Are channels found live that admins name, by ID or handle, within their share of the quota?"""

import pytest

from tests.workers.discover.stand_ins.youtube import channel_id, video
from workers.discover.platforms import PlatformFailed
from workers.discover.youtube.quota import SHARES

NOW = 1_795_770_000.0
HOUR = 3600.0


def named(youtube, *logins, now=NOW):
    return [row.name for row in youtube.by_login(logins, now)]


def test_live_channels_by_id_and_handle(site, youtube):
    site.videos = [
        video("ann", "anything"),
        video("bob", "yesterday", liveBroadcastContent="none"),
        video("cem", "pubg"),
    ]
    site.handles = {"@cem": channel_id("cem"), "@new": channel_id("new")}
    wanted = [channel_id("ann"), channel_id("bob"), channel_id("nobody"), "@cem", "@new", "@none"]
    assert named(youtube, *wanted, "no/channel") == ["Ann", "Cem"]
    assert site.searches == 0
    rows = youtube.by_login(["@cem"], NOW + 1)
    assert [(row.login, row.category_id) for row in rows] == [(channel_id("cem"), "")]


def test_what_a_search_found_is_not_asked_for(site, youtube):
    site.videos = [video("ann", "pubg")]
    list(youtube.pages("pubg", (), NOW))
    asked = len(site.requests)
    assert named(youtube, channel_id("ann").lower()) == ["Ann"]
    assert len(site.requests) == asked


def test_a_game_of_it_is_told(site, youtube):
    site.videos = [video("ann", "chess"), video("bob", "apex")]
    list(youtube.pages("pubg", (), NOW))
    list(youtube.pages("apex", (), NOW))
    site.videos.append(video("cem", "PUBG squads"))
    assert [row.category_id for row in youtube.by_login([channel_id("cem")], NOW)] == ["pubg"]


def test_a_broadcast_goes_when_it_ends_and_comes_when_it_begins(site, youtube):
    site.videos = [video("ann", "x", liveBroadcastContent="upcoming")]
    wanted = [channel_id("ann")]
    assert named(youtube, *wanted) == []
    site.videos[0]["snippet"]["liveBroadcastContent"] = "live"
    assert named(youtube, *wanted, now=NOW + 60) == []
    assert named(youtube, *wanted, now=NOW + 400) == ["Ann"]
    site.videos[0]["snippet"]["liveBroadcastContent"] = "none"
    assert named(youtube, *wanted, now=NOW + 800) == []


def test_a_day_of_many_channels_stays_within_the_share(site, youtube):
    site.videos = [video(f"s{i}", "x") for i in range(20)]
    wanted = [channel_id(f"s{i}") for i in range(20)]
    for minute in range(0, 22 * 60, 40):
        assert len(named(youtube, *wanted, now=NOW + 60 * minute)) == 20
    assert 8 * 20 <= site.asked("/playlistItems") <= SHARES["names"]
    assert site.units <= SHARES["names"] + SHARES["follow"]


def test_unknown_channels_are_asked_for_once(site, youtube):
    for minute in range(5):
        assert named(youtube, channel_id("nobody"), "@none", now=NOW + 60 * minute) == []
    assert site.asked("/channels") == 2


def test_whether_a_channel_exists(site, youtube):
    site.handles = {"@ann": channel_id("ann"), "@ذهب": channel_id("gold")}
    wanted = ["@ann", "@ذهب", channel_id("ann"), channel_id("nobody"), "@none", "a channel", "UC"]
    assert [youtube.exists(name, NOW) for name in wanted] == [True] * 3 + [False] * 4
    assert youtube.exists("@ANN", NOW)
    assert site.asked("/channels") == len(site.requests) == 5


def test_channels_that_strangers_name_cost_the_others_nothing(site, store, youtube):
    site.videos = [video(f"s{i}", "x") for i in range(20)]
    assert named(youtube, channel_id("s0")) == ["S0"]
    store.spend_quota("youtube", "2026-11-27", "asked", SHARES["asked"] - 10)
    with pytest.raises(PlatformFailed, match="used up"):
        all(named(youtube, channel_id(f"s{i}"), now=NOW + i) for i in range(1, 20))
    assert store.quota_spent("youtube", "2026-11-27").get("names", 0) == 0
    asked = site.asked("/playlistItems")
    for minute in range(10, 60, 2):
        assert named(youtube, channel_id("s0"), now=NOW + 60 * minute) == ["S0"]
    assert 6 <= site.asked("/playlistItems") - asked <= 11
    assert named(youtube, channel_id("s0"), channel_id("s19"), now=NOW + HOUR) == ["S0"]


def test_an_id_in_another_case_hides_no_channel(site, youtube):
    site.videos = [video("ann", "x")]
    right = channel_id("ann")
    wrong = right[:2] + right[2:].swapcase()
    assert not youtube.exists(wrong, NOW)
    assert named(youtube, right) == ["Ann"]
    assert not youtube.exists(wrong, NOW + 1)
    assert named(youtube, right.lower(), now=NOW + 2) == ["Ann"]


@pytest.mark.parametrize("fault", ["403", "500", "reset", " ", "[]", '{"items": 3}'])
def test_whatever_it_answers(site, youtube, fault):
    site.videos = [video("ann", "x")]
    for path in ("/channels", "/playlistItems", "/videos"):
        site.fault, site.paths = fault, (path,)
        with pytest.raises(PlatformFailed, match=r"^YouTube "):
            named(youtube, channel_id("ann"))
    site.fault = ""
    assert named(youtube, channel_id("ann"), now=NOW + 60) == ["Ann"]
