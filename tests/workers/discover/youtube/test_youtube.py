"""Are YouTube's broadcasts of a game found and followed, whatever it answers?"""

import time
from urllib.parse import unquote_plus

import pytest

from tests.workers.discover.stand_ins.youtube import KEY, channel_id, error, video, video_id
from workers.discover import api
from workers.discover.platforms import LiveStream, PlatformFailed
from workers.discover.youtube.quota import SHARES
from workers.discover.youtube.youtube import YouTube

NOW = 1_795_770_000.0
"""2026-11-27 09:00 UTC: 01:00 in California."""
HOUR = 3600.0


def read(youtube, game="pubg", now=NOW, languages=()):
    """What comes before a failure, and its sentence."""
    found = []
    try:
        for page in youtube.pages(game, languages, now):
            found += page
    except PlatformFailed as failure:
        return found, str(failure)
    return found, ""


def names(youtube, game="pubg", now=NOW, languages=()):
    found, fault = read(youtube, game, now, languages)
    assert not fault
    return [row.name for row in found]


def test_what_a_row_says(site, youtube):
    site.videos = [video("ann", "PUBG\u202e duo", 7)]
    found, _ = read(youtube)
    assert found == [
        LiveStream(
            platform="youtube",
            login=channel_id("ann"),
            name="Ann",
            title="PUBG duo",
            language="en",
            viewers=7,
            category_id="pubg",
            category="pubg",
            user_id=channel_id("ann"),
            began_at=NOW + 5,
            page_url=f"https://www.youtube.com/watch?v={video_id('ann')}",
            player=video_id("ann"),
        )
    ]
    assert found[0].channel == f"youtube-{channel_id('ann')}".lower()


def test_what_may_not_be_embedded_or_is_for_adults(site, youtube):
    site.videos = [video("ann", "pubg", None)]
    site.videos[0]["status"]["embeddable"] = False
    site.videos[0]["contentDetails"]["contentRating"] = {"ytRating": "ytAgeRestricted"}
    (row,), _ = read(youtube)
    assert (row.player, row.viewers) == ("", 0)
    assert (row.mature, row.mature_because) == (True, ("age-restricted",))


def test_the_most_watched_come_first_and_languages_are_compared(site, youtube):
    site.videos = [
        video("ann", "pubg", 5),
        video("bob", "pubg", 50, defaultAudioLanguage="pt-BR"),
        video("cem", "pubg", 20, defaultAudioLanguage="zxx-none", defaultLanguage="tr"),
        video("dee", "pubg", 9, defaultAudioLanguage=None),
    ]
    assert names(youtube) == ["Bob", "Cem", "Dee", "Ann"]
    assert names(youtube, languages=("pt", "tr")) == ["Bob", "Cem", "Dee"]


def test_one_search_serves_all_games_and_words_tell_them_apart(site, youtube):
    games = ["pubg", "call of duty", "call of duty warzone"]
    site.videos = [
        video("ann", "PUBG then Warzone"),
        video("bob", "Call of Duty: Warzone solo"),
        video("cem", "Call of Duty ranked", tags=["pubg", "call of duty warzone"]),
        video("dee", "ranked", description="We play pubg."),
        video("eve", "chess"),
    ]
    for game in games:
        names(youtube, game)
    assert {game: names(youtube, game, NOW + 300) for game in games} == {
        "pubg": ["Ann", "Dee"],
        "call of duty": ["Cem"],
        "call of duty warzone": ["Bob"],
    }
    asked = site.searches
    for game in games:
        names(youtube, game, NOW + HOUR / 2)
    assert site.searches == asked + 1
    together = 'q=pubg|"call of duty"|"call of duty warzone"&'
    assert together in unquote_plus([r for r in site.requests if "/search" in r][-1])


def test_what_was_found_is_followed_and_goes_when_it_ends(site, youtube):
    site.videos = [video("ann", "pubg", 5), video("bob", "pubg", 6)]
    assert names(youtube) == ["Bob", "Ann"]
    site.videos[0]["liveStreamingDetails"]["concurrentViewers"] = "70"
    assert names(youtube, now=NOW + 30) == ["Bob", "Ann"]
    assert names(youtube, now=NOW + 300) == ["Ann", "Bob"]
    site.videos[0]["snippet"]["liveBroadcastContent"] = "none"
    assert names(youtube, now=NOW + 600) == ["Bob"]
    assert site.searches == 1


def test_another_process_goes_on_where_one_stopped(site, store, youtube):
    site.videos = [video("ann", "pubg")]
    names(youtube)
    asked = len(site.requests)
    again = YouTube(KEY, store, site.url)
    assert names(again, now=NOW + 20) == ["Ann"]
    assert len(site.requests) == asked
    assert again.quota_left == youtube.quota_left == 10_000 - site.units


def test_a_memory_that_cannot_be_read_is_made_anew(site, store, youtube):
    site.videos = [video("ann", "pubg")]
    for text in ("{", "[]", '{"videos": {"a": {}}}', '{"later": 1}', '{"videos": 3}'):
        store.put_platform_memory("youtube", text)
        assert names(youtube) == ["Ann"]


def test_searches_are_spread_over_the_day(site, youtube):
    site.videos = [video("ann", "pubg")]
    for minute in range(120):
        names(youtube, now=NOW + 60 * minute)
    assert 6 <= site.searches <= 9
    orders = [r.split("order=")[1].split("&")[0] for r in site.requests if "/search" in r]
    assert orders[:6] == ["viewCount", "date", "date", "date", "viewCount", "date"]


def test_no_more_is_spent_than_the_share(site, store, youtube):
    store.spend_quota("youtube", "2026-11-27", "search", SHARES["search"] - 150)
    for minute in range(0, 23 * 60, 10):
        read(youtube, now=NOW + 60 * minute)
    assert site.searches == 1


@pytest.mark.parametrize("status", [403, 429])
def test_a_used_up_quota_ends_searches_until_it_resets(site, youtube, status):
    site.videos = [video("ann", "pubg")]
    names(youtube)
    body = error(status, "quotaExceeded")
    if status == 429:
        body = error(429, "rateLimitExceeded")
        body["error"]["details"] = [
            {"reason": "RATE_LIMIT_EXCEEDED", "metadata": {"quota_unit": "1/d/{project}"}}
        ]
    site.refusal, site.refused_paths = (status, body), ("/search",)
    found, fault = read(youtube, now=NOW + HOUR)
    assert [row.name for row in found] == ["Ann"]
    assert fault == "YouTube's quota for today is used up; it resets at 08:00 UTC."
    asked, site.refusal = site.searches, None
    found, fault = read(youtube, now=NOW + 5 * HOUR)
    assert (len(found), site.searches) == (1, asked)
    assert "used up" in fault
    site.videos.append(video("bob", "pubg", 3))
    assert names(youtube, now=NOW + 23 * HOUR + 60) == ["Ann", "Bob"]


FAULTS = ["403", "500", "404", "huge", "reset", " ", "[]", "{}", '{"items": [1]}', "[" * 100_000]


@pytest.mark.parametrize("fault", FAULTS)
def test_whatever_a_search_answers_what_is_known_is_followed(site, youtube, fault):
    site.videos = [video("ann", "pubg")]
    names(youtube)
    site.fault, site.paths = fault, ("/search",)
    found, sentence = read(youtube, now=NOW + HOUR)
    assert [row.name for row in found] == ["Ann"]
    assert sentence.startswith("YouTube ")
    site.fault = ""
    assert names(youtube, now=NOW + 2 * HOUR) == ["Ann"]


@pytest.mark.parametrize("fault", FAULTS)
def test_whatever_details_are_answered_nothing_is_known_any_longer(site, youtube, fault):
    site.videos = [video("ann", "pubg")]
    names(youtube)
    site.fault, site.paths = fault, ("/videos",)
    found, sentence = read(youtube, now=NOW + 300)
    assert (found, sentence[:8]) == ([], "YouTube ")
    assert read(youtube, now=NOW + 330)[1] == sentence
    site.fault = ""
    assert names(youtube, now=NOW + 400) == ["Ann"]


def test_an_empty_list_of_many_is_not_believed(site, youtube):
    site.videos = [video(f"s{i}", "pubg") for i in range(20)]
    assert len(names(youtube)) == 20
    site.fault, site.paths = '{"items": []}', ("/videos",)
    assert read(youtube, now=NOW + 300) == ([], "YouTube returned an empty list.")


def test_what_was_found_is_looked_up_later_when_it_could_not_be(site, youtube):
    site.videos = [video("ann", "pubg")]
    site.fault, site.paths = "500", ("/videos",)
    assert read(youtube) == ([], "YouTube returned status 500.")
    site.fault = ""
    assert names(youtube, now=NOW + 90) == ["Ann"]
    assert site.searches == 1


@pytest.mark.parametrize(
    ("refusal", "sentence"),
    [
        (
            (400, error(400, "API_KEY_INVALID", "global")),
            "YouTube rejected the API key (status 400).",
        ),
        (
            (403, error(403, "accessNotConfigured", "usageLimits")),
            "The YouTube Data API is not enabled in the key's project.",
        ),
        ((403, error(403, "forbidden")), "YouTube returned status 403, forbidden."),
        ((403, error(403, "<b>\n")), "YouTube returned status 403."),
        ((401, {}), "YouTube returned status 401."),
        ((429, {}), "YouTube rate limit reached; retrying in 60 s."),
        (
            (403, error(403, "rateLimitExceeded")),
            "YouTube rate limit reached; retrying in 60 s.",
        ),
    ],
)
def test_why_it_refuses(site, youtube, refusal, sentence):
    site.refusal = refusal
    assert read(youtube) == ([], sentence)


def test_a_wrong_key_is_in_no_sentence_and_no_url(site, store):
    _, fault = read(YouTube("AIza-wrong", store, site.url))
    assert fault == "YouTube rejected the API key (status 400)."
    assert "AIza" not in fault + "".join(site.requests)


def test_nothing_is_asked_or_spent_during_a_pause(site, youtube):
    site.videos = [video("ann", "pubg")]
    names(youtube)
    site.refusal, site.refused_paths = (429, {}), ("/videos",)
    read(youtube, now=NOW + 300)
    asked, left = len(site.requests), youtube.quota_left
    assert "rate limit reached" in read(youtube, "apex", NOW + 355)[1]
    assert (len(site.requests), youtube.quota_left) == (asked, left)
    site.refusal = None
    site.videos.append(video("bob", "apex"))
    assert names(youtube, "apex", NOW + 361) == ["Bob"]


def test_a_slow_answer_ends_in_time(site, youtube, monkeypatch):
    monkeypatch.setattr(api, "ANSWER_SECONDS", 0.4)
    site.fault, began = "slow", time.monotonic()
    assert read(youtube) == ([], "YouTube did not respond in time.")
    assert time.monotonic() - began < 2


def test_unreachable(site, store):
    youtube = YouTube(KEY, store, site.url)
    site.close()
    assert "YouTube is unreachable" in read(youtube)[1]


def test_a_game_without_words(youtube):
    assert youtube.category_id(" PUBG: Battlegrounds ", NOW) == "PUBG: Battlegrounds"
    assert [one.name for one in youtube.categories("apex", NOW)] == ["apex"]
    assert youtube.categories("?!", NOW) == []
    with pytest.raises(PlatformFailed, match="YouTube cannot search for"):
        youtube.category_id("?!", NOW)


def test_a_game_that_is_not_wanted_any_longer_is_forgotten(site, youtube):
    site.videos = [video("ann", "pubg"), video("bob", "apex")]
    assert names(youtube, "apex") == ["Bob"]
    assert names(youtube) == ["Ann"]
    for hour in range(1, 4):
        names(youtube, now=NOW + hour * HOUR)
    assert "apex" not in site.requests[-2]
    site.requests.clear()
    assert names(youtube, "apex", NOW + 3 * HOUR + 60) == ["Bob"]
    assert "q=apex&order=viewCount" in site.requests[0]
