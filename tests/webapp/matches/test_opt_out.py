"""Is everything of a channel gone once an admin has blocked it?"""

import pytest

from scoreboard.history import Highlight
from tests.webapp.matches.made import block, made

LISTS = ("/matches/", "/matches/feed/", "/api/v1/matches/", "/matches/?day={day}", "/moments/")


@pytest.fixture
def match(client, store):
    match = made(
        "shy", minutes_ago=1, kills=30, result="won", picture=b"\xff\xd8", flipbook=b"RIFF"
    )
    at = match.ended_at.timestamp()
    store.put_moments([Highlight("finish", "pubg", at, "other", "Other", 1, 3, "won", "")])
    made("other", ended_at=match.ended_at)
    return match


@pytest.mark.parametrize("path", LISTS)
def test_it_is_in_no_list(client, match, path):
    path = path.format(day=match.ended_at.date().isoformat())
    shown = path != "/moments/"
    assert (f"/matches/{match.pk}/" in client.get(path).content.decode()) is shown
    block("shy")
    text = client.get(path).content.decode()
    assert "shy" not in text.lower()
    assert f"/matches/{match.pk}/" not in text


@pytest.mark.parametrize(
    "path",
    [
        "/matches/{pk}/",
        "/matches/{pk}/finish.jpg",
        "/matches/{pk}/flipbook.webp",
        "/channels/shy/",
        "/channels/shy/feed/",
        "/api/v1/matches/{pk}/",
        "/api/v1/channels/shy/",
    ],
)
def test_its_own_pages_are_gone(client, match, path):
    path = path.format(pk=match.pk)
    assert client.get(path).status_code == 200
    block("shy")
    answer = client.get(path)
    assert answer.status_code == 404
    assert "Shy" not in answer.content.decode()


def test_a_game_that_is_off_shows_none_of_its_matches(client, match):
    from webapp.catalog.models import Game

    Game.objects.filter(slug="pubg").update(enabled=False)
    assert client.get(f"/matches/{match.pk}/").status_code == 404
    assert "Shy" not in client.get("/matches/").content.decode()
