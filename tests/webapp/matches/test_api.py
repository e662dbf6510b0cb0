"""Does the API answer about matches what its description says, page by page?"""

from datetime import UTC, datetime, timedelta

import pytest

from tests.webapp.matches.made import made

DAY = datetime(2026, 11, 20, 12, tzinfo=UTC)


def test_the_answers_hold_what_the_description_says(client):
    from webapp.matches.api import examples, shapes

    match = made(result="won", watched_until=DAY)
    (listed,) = client.get("/api/v1/matches/").json()["results"]
    whole = client.get(f"/api/v1/matches/{match.pk}/").json()
    channel = client.get("/api/v1/channels/one/").json()
    assert set(listed) == set(shapes.MatchShape().fields) == set(examples.MATCH)
    assert set(whole) == set(shapes.WholeMatchShape().fields)
    assert set(channel) == set(shapes.ChannelShape().fields) == set(examples.CHANNEL_ANSWER.value)
    assert whole["curve"] == [[0, 96], [600, 40], [1190, 12]]
    assert (listed["result"], listed["seconds"], listed["watched_until"]) == (
        "won",
        1200,
        "2026-11-20T12:00:00.000Z",
    )
    assert (channel["matches"], channel["wins"], channel["kills"]) == (1, 1, 3)


def test_a_match_that_an_older_version_kept_was_won_all_the_same(client):
    made(won=True, result="", alive=1)
    (listed,) = client.get("/api/v1/matches/").json()["results"]
    assert (listed["result"], listed["sentence"]) == ("won", "Won with 3 kills")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?game=apex", ["two"]),
        ("?channel=one", ["one"]),
        ("?result=won&kills=5", ["one"]),
        ("?day=2026-11-20", ["three"]),
        ("?channel=nobody", []),
    ],
)
def test_matches_are_filtered(client, query, found):
    made("one", minutes_ago=1, result="won", kills=5)
    made("two", minutes_ago=2, game="apex")
    made("three", ended_at=DAY)
    results = client.get(f"/api/v1/matches/{query}").json()["results"]
    assert [each["channel"] for each in results] == found


def test_pages_lead_on_while_newer_matches_end(client):
    keys = [
        made(f"c{number}", ended_at=DAY - timedelta(minutes=number // 2)).pk for number in range(7)
    ]
    seen, address = [], "/api/v1/matches/?limit=3&game=pubg"
    while address:
        page = client.get(address).json()
        seen += [each["id"] for each in page["results"]]
        address = page["next"]
        made("later", ended_at=DAY + timedelta(minutes=len(seen)))
    assert sorted(seen) == sorted(keys)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("game=chess", 404),
        ("day=2026-02-30", 400),
        ("result=x", 400),
        ("limit=0", 400),
        ("limit=201", 400),
        ("kills=1001", 400),
        ("cursor=%00", 400),
        ("channel=%00", 400),
        (f"channel={'x' * 65}", 400),
    ],
)
def test_a_wrong_question_gets_one_sentence(client, query, status):
    answer = client.get(f"/api/v1/matches/?{query}")
    assert answer.status_code == status
    assert set(answer.json()) == {"detail"}


@pytest.mark.parametrize(
    "path",
    ["matches/1/", f"matches/{2**63}/", "matches/null,null/", "channels/nobody/", "channels/a%00/"],
)
def test_what_is_not_there_is_not_found(client, path):
    answer = client.get(f"/api/v1/{path}")
    assert (answer.status_code, set(answer.json())) == (404, {"detail"})


def test_the_gateway_passes_on_what_these_questions_are_made_of(client):
    """Whatever it does not know it drops, so that strangers cannot fill its cache."""
    from webapp.board.api.gateway import PARAMETERS
    from webapp.matches.api.views import FILTERS

    assert {parameter.name for parameter in FILTERS} <= set(PARAMETERS)
