"""What follows from a worker's answer, and from none?"""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.usefixtures("db")
ID = "UC_x5XG1OV2P6uZZ5FSM9Ttw"


@pytest.fixture
def submitted(add):
    from webapp.joining.models import Submission

    def submitted(*words: str):
        add(*words)
        return Submission.objects.get()

    return submitted


def settled(store, submission, **answer):
    from webapp.joining.answer import take_answers
    from webapp.joining.ask import ask_id

    if answer:
        store.put_answer(ask_id(submission), answer)
    take_answers(store)
    submission.refresh_from_db()
    return submission


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ({"exists": True, "live": True}, "waiting"),
        ({"exists": None, "live": None}, "waiting"),
        ({"exists": "yes", "live": 7, "name": None}, "waiting"),
        ({"exists": False, "live": False}, "missing"),
    ],
)
def test_what_exists_or_may_exist_waits_for_a_moderator(store, submitted, answer, state) -> None:
    assert settled(store, submitted("ninja"), **answer).state == state


def test_without_an_answer_it_is_asked_again_after_a_while(store, redis, submitted) -> None:
    submission = submitted("ninja")
    assert settled(store, submission).state == "checking"
    assert len(store.take_asked(store.now())) == 1
    redis.delete(f"checking:{submission.pk}")
    settled(store, submission)
    settled(store, submission)
    assert len(store.take_asked(store.now())) == 1


def test_the_platforms_name_is_shown_without_tricks(store, submitted) -> None:
    found = settled(store, submitted("ninja"), exists=True, name="\u202eNin\x00ja" + "x" * 200)
    assert found.name == "Ninja" + "x" * 75


def test_a_handle_becomes_the_channel_that_discovery_finds(store, submitted) -> None:
    found = settled(store, submitted("@ninja", "youtube"), exists=True, login=ID, name="نينجا")
    assert (found.channel, found.name) == (f"youtube-{ID.lower()}", "نينجا")
    assert found.url == f"https://www.youtube.com/channel/{ID}/live"


def test_a_login_of_another_shape_changes_nothing(store, submitted) -> None:
    found = settled(
        store, submitted("@ninja", "youtube"), exists=True, login="https://evil.example"
    )
    assert found.channel == "youtube-ninja"


def test_a_handle_of_a_channel_that_waits_already_is_declined_as_its_duplicate(
    store, add, submitted
) -> None:
    from webapp.joining.models import Submission

    submission = submitted("@ninja", "youtube")
    add(ID, "youtube")
    settled(store, submission, exists=True, login=ID)
    assert list(Submission.objects.values_list("state", flat=True).order_by("pk")) == [
        "duplicate",
        "checking",
    ]


def test_a_handle_of_a_blocked_channel_is_declined(store, submitted) -> None:
    from webapp.catalog.models import Channel

    Channel.objects.create(channel=f"youtube-{ID.lower()}", rule="block")
    assert settled(store, submitted("@ninja", "youtube"), exists=True, login=ID).state == "declined"


@pytest.fixture
def at_once(pubg):
    from webapp.catalog.models import Game

    Game.objects.filter(pk=pubg.pk).update(accept_at_once=True)
    yield
    Game.objects.filter(pk=pubg.pk).update(accept_at_once=False)


@pytest.mark.parametrize(("exists", "state"), [(True, "accepted"), (None, "waiting")])
def test_a_game_accepts_at_once_what_its_platform_knows(
    store, at_once, submitted, exists, state
) -> None:
    from webapp.catalog.models import Channel

    found = settled(store, submitted("ninja"), exists=exists, live=False)
    assert (found.state, found.decided_by) == (state, "")
    assert Channel.objects.filter(channel="twitch-ninja").exists() is bool(exists)


def test_a_blocked_channel_is_not_accepted_at_once(store, at_once, submitted) -> None:
    from webapp.catalog.models import Channel

    submission = submitted("ninja")
    Channel.objects.create(channel="twitch-ninja", rule="block")
    assert settled(store, submission, exists=True).state == "declined"


def test_so_many_are_accepted_at_once_in_a_day(store, at_once, add, monkeypatch) -> None:
    from webapp.joining import answer
    from webapp.joining.models import Submission

    monkeypatch.setattr(answer, "MAX_AT_ONCE", 2)
    for name in ("one", "two", "three"):
        add(name)
    for submission in Submission.objects.order_by("pk"):
        settled(store, submission, exists=True)
    states = Submission.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["accepted", "accepted", "waiting"]


def test_what_came_to_nothing_is_forgotten_after_a_while(store, add, redis) -> None:
    from datetime import timedelta

    from django.utils.timezone import now

    from webapp.joining.answer import KEPT_DAYS, take_answers
    from webapp.joining.models import Submission

    for name in ("old", "young", "accepted"):
        add(name)
    long_ago = now() - timedelta(days=KEPT_DAYS + 1)
    Submission.objects.filter(channel="twitch-accepted").update(state="accepted")
    Submission.objects.exclude(channel="twitch-accepted").update(state="declined")
    Submission.objects.exclude(channel="twitch-young").update(asked_at=long_ago)
    take_answers(store)
    left = Submission.objects.order_by("channel").values_list("channel", flat=True)
    assert list(left) == ["twitch-accepted", "twitch-young"]
