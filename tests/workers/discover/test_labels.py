"""Do content labels decide what is for adults, whatever the deprecated flag says?"""

import pytest

from scoreboard.models import Channel, Game
from tests.workers.discover.helix_stand_in import row
from workers.discover.streams import discover
from workers.discover.twitch.rows import content_labels, mature_labels

PUBG = Game("pubg", "PUBG", twitch_category="PUBG: BATTLEGROUNDS", stream_limit=250)
NOW = 1_800_000_000.0


def publish(store, *channels, **changes):
    game = Game(
        **{"slug": "pubg", "name": "PUBG", "twitch_category": PUBG.twitch_category, **changes}
    )
    store.publish_catalog([game], channels, "1")


def names(store):
    return sorted(name.removeprefix("twitch-") for name in store.streams())


def label_requests(twitch):
    return [request for request in twitch.requests if request.startswith("GET /channels")]


@pytest.mark.parametrize(
    ("labels", "is_watched"),
    [
        ([], True),
        (["MatureGame"], True),
        (["DebatedSocialIssuesAndPolitics"], True),
        (["SexualThemes"], False),
        (["Gambling", "MatureGame"], False),
        (["DrugsIntoxication"], False),
        (["ViolentGraphic"], False),
        (["ProfanityVulgarity"], False),
        (["SomethingNewIn2027"], False),
    ],
)
def test_a_label_for_adults(store, twitch, on_twitch, labels, is_watched):
    publish(store)
    twitch.streams = [row("ann", is_mature=False), row("bob")]
    twitch.labels = {"ann": labels}
    discover(store, on_twitch, NOW)
    assert names(store) == (["ann", "bob"] if is_watched else ["bob"])
    assert store.faults() == {}


def test_why_it_was_passed_over(store, twitch, on_twitch):
    publish(store)
    twitch.streams = [row("ann"), row("bob")]
    twitch.labels = {"ann": ["SexualThemes", "Gambling"]}
    discover(store, on_twitch, NOW)
    assert store.passed_over(["pubg"], ["twitch-ann", "twitch-bob"]) == {
        "twitch-ann": "marked as mature (Gambling, SexualThemes)"
    }


def test_a_game_that_takes_mature_streams_asks_for_no_labels(store, twitch, on_twitch):
    publish(store, mature=True)
    twitch.streams = [row("ann")]
    twitch.labels = {"ann": ["SexualThemes"]}
    discover(store, on_twitch, NOW)
    assert names(store) == ["ann"]
    assert not label_requests(twitch)


def test_an_allowed_channel_passes_with_any_label(store, twitch, on_twitch):
    publish(store, Channel("twitch-ann", "allow"))
    twitch.streams = [row("ann"), row("bob")]
    twitch.labels = {"ann": ["SexualThemes"]}
    discover(store, on_twitch, NOW)
    assert names(store) == ["ann", "bob"]


def test_a_hundred_channels_a_request(store, twitch, on_twitch):
    publish(store, Channel("twitch-s7", "block"), stream_limit=250)
    twitch.streams = [row(f"s{number}", viewers=500 - number) for number in range(250)]
    twitch.labels = {"s9": ["SexualThemes"], "s249": ["SexualThemes"]}
    discover(store, on_twitch, NOW)
    assert len(names(store)) == 247
    assert [request.count("broadcaster_id=") for request in label_requests(twitch)] == [99, 100, 50]


def test_a_label_set_during_the_stream_takes_it_off_at_once(store, twitch, on_twitch):
    publish(store)
    twitch.streams = [row("ann"), row("bob")]
    discover(store, on_twitch, NOW)
    twitch.labels = {"ann": ["SexualThemes"]}
    discover(store, on_twitch, NOW + 60)
    assert names(store) == ["bob"]


def test_labels_that_do_not_come_are_told_and_known_ones_count(store, twitch, on_twitch):
    publish(store)
    twitch.streams = [row("ann"), row("bob")]
    twitch.labels = {"ann": ["SexualThemes"]}
    discover(store, on_twitch, NOW)
    twitch.fault, twitch.paths = "500", ("/channels",)
    twitch.streams.append(row("new"))
    discover(store, on_twitch, NOW + 60)
    assert names(store) == ["bob", "new"]
    told = store.faults()["discover", "pubg"]["sentence"]
    assert told == "Content labels are missing. Twitch returned status 500."


def test_a_row_without_an_id_is_asked_for_by_its_login(store, twitch, on_twitch):
    publish(store)
    twitch.streams = [row("ann"), row("bob")]
    twitch.answers = [{"data": [{**row("ann"), "user_id": said} for said in ("", None, 7)]}]
    twitch.labels = {"ann": ["SexualThemes"]}
    discover(store, on_twitch, NOW)
    assert names(store) == []
    assert store.faults() == {}


def test_labels_of_some_that_do_not_come_are_told_and_known_ones_count(store, twitch, on_twitch):
    publish(store)
    twitch.streams = [row("ann"), row("bob")]
    twitch.labels = {"ann": ["SexualThemes"]}
    discover(store, on_twitch, NOW)
    twitch.fault, twitch.paths = '{"data": []}', ("/channels",)
    discover(store, on_twitch, NOW + 60)
    assert names(store) == ["bob"]
    told = store.faults()["discover", "pubg"]["sentence"]
    assert told == "Twitch returned no content labels for 2 of 2 streams."


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ({"broadcaster_id": "7", "content_classification_labels": ["A", "B"]}, ("7", {"A", "B"})),
        ({"broadcaster_id": 7, "content_classification_labels": ["A"]}, ("", {"A"})),
        ({"broadcaster_id": "٧", "content_classification_labels": "A"}, ("", set())),
        (
            {"broadcaster_id": "7", "content_classification_labels": [1, None, ["A"], {}]},
            ("7", set()),
        ),
        ({"broadcaster_id": "7", "content_classification_labels": ["<b>", "x" * 61]}, ("7", set())),
        ({}, ("", set())),
    ],
)
def test_labels_are_checked(row, found):
    assert content_labels(row) == found


def test_many_labels():
    labels = content_labels({"content_classification_labels": [f"L{n}" for n in range(100_000)]})[1]
    assert len(labels) == 50
    assert mature_labels(["MatureGame"]) == []
