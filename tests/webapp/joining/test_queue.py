"""Do moderators decide, with everything in the history, and nobody else?"""

from __future__ import annotations

import json

import pytest

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def submission(add):
    from webapp.joining.models import Submission

    add("ninja")
    Submission.objects.update(state="waiting")
    return Submission.objects.get()


@pytest.fixture
def member(client):
    from django.contrib.auth.models import Group, User

    def member(group: str):
        user = User.objects.create_user(group.lower(), password="x", is_staff=True)
        user.groups.set(Group.objects.filter(name=group))
        client.force_login(user)
        return client

    return member


def decided(client, submission, verdict: str):
    answer = client.post(f"/admin/joining/queue/{submission.pk}/", {"verdict": verdict})
    submission.refresh_from_db()
    return answer


def first_of(client) -> dict:
    page = client.get("/admin/joining/queue/").content.decode()
    return json.loads(
        page.partition('<script id="first" type="application/json">')[2].partition("<")[0]
    )


def history() -> list[tuple[str, str, str]]:
    from django.contrib.admin.models import LogEntry

    rows = LogEntry.objects.order_by("pk").select_related("user", "content_type")
    return [(row.user.username, row.content_type.model, row.change_message) for row in rows]


def test_accepting_watches_the_channel_and_undo_takes_it_back(member, submission) -> None:
    from webapp.catalog.models import Channel

    moderator = member("Moderator")
    assert decided(moderator, submission, "accept").json() == {"open": 0}
    row = Channel.objects.get()
    assert (row.channel, row.rule, row.game.slug) == ("twitch-ninja", "watch", "pubg")
    assert (submission.state, submission.decided_by) == ("accepted", "moderator")
    assert decided(moderator, submission, "reopen").json() == {"open": 1}
    assert not Channel.objects.exists()
    decided(moderator, submission, "decline")
    assert submission.state == "declined"
    assert history() == [
        ("moderator", "channel", "Added (submission accepted)."),
        ("moderator", "submission", f"Accepted for {submission.game}."),
        ("moderator", "channel", "Removed again (submission reopened)."),
        ("moderator", "submission", "Reopened."),
        ("moderator", "submission", "Declined."),
    ]


def test_of_two_moderators_one_decides(member, submission) -> None:
    moderator = member("Moderator")
    decided(moderator, submission, "accept")
    said = decided(moderator, submission, "decline").json()["said"]
    assert said == "ninja has been accepted already."
    assert submission.state == "accepted"


def test_what_was_blocked_meanwhile_is_not_accepted(member, submission) -> None:
    from webapp.catalog.models import Channel

    Channel.objects.create(channel="twitch-ninja", rule="block")
    answer = decided(member("Moderator"), submission, "accept")
    assert answer.status_code == 409
    assert "is blocked" in answer.json()["fault"]
    assert submission.state == "waiting"


def test_a_declined_one_that_was_submitted_again_is_not_reopened(member, submission, add) -> None:
    from datetime import timedelta

    moderator = member("Moderator")
    decided(moderator, submission, "decline")
    submission.decided_at -= timedelta(days=40)
    submission.save()
    assert add("ninja").status_code == 302
    assert decided(moderator, submission, "reopen").status_code == 409


def test_nobody_undoes_what_a_colleague_decided(member, submission) -> None:
    from webapp.catalog.models import Channel

    decided(member("Administrator"), submission, "accept")
    answer = decided(member("Moderator"), submission, "reopen")
    assert answer.status_code == 409
    assert (
        answer.json()["fault"] == "ninja was accepted by administrator, who alone can undo it here."
    )
    assert Channel.objects.filter(channel="twitch-ninja").exists()


@pytest.mark.parametrize("verdict", ["", "checking", "remove"])
def test_an_unknown_verdict_does_nothing(member, submission, verdict) -> None:
    assert decided(member("Moderator"), submission, verdict).status_code == 400
    assert submission.state == "waiting"


def test_a_viewer_sees_the_queue_and_decides_nothing(member, submission) -> None:
    viewer = member("Viewer")
    assert first_of(viewer)["may_decide"] is False
    assert decided(viewer, submission, "accept").status_code == 403
    assert viewer.post(f"/admin/joining/queue/{submission.pk}/check/").status_code == 403
    assert submission.state == "waiting"


def test_the_queue_is_handed_out_in_parts_the_oldest_first(member, submission, pubg) -> None:
    from webapp.joining.models import Submission
    from webapp.joining.queue.views import AT_ONCE

    Submission.objects.bulk_create(
        Submission(channel=f"kick-p{n}", platform="kick", login=f"p{n}", name=f"p{n}", game=pubg)
        for n in range(AT_ONCE)
    )
    moderator = member("Moderator")
    first = first_of(moderator)
    assert (first["open"], len(first["submissions"])) == (AT_ONCE + 1, AT_ONCE)
    assert first["submissions"][0]["name"] == "ninja"
    last = first["submissions"][-1]["id"]
    more = moderator.get(f"/admin/joining/queue/more/?after={last}").json()
    assert [row["name"] for row in more["submissions"]] == [f"p{AT_ONCE - 1}"]
    assert moderator.get("/admin/joining/queue/more/?after=x").status_code == 400


def test_a_moderator_asks_what_the_channel_is_doing_now(member, submission, store) -> None:
    store.take_asked(store.now())
    store.put_answer(f"submission-{submission.pk}", {"live": False})
    moderator = member("Moderator")
    asked = moderator.post(f"/admin/joining/queue/{submission.pk}/check/").json()["ask"]
    assert moderator.get(f"/admin/desk/answers/{asked}/").status_code == 202
    assert [ask.id for ask in store.take_asked(store.now())] == [asked]


def test_all_of_them_are_listed_and_the_start_page_says_how_many_wait(member, submission) -> None:
    moderator = member("Moderator")
    assert "ninja" in moderator.get("/admin/joining/submission/").content.decode()
    page = moderator.get(f"/admin/joining/submission/{submission.pk}/change/")
    assert page.status_code == 200
    assert "1 submission to review." in moderator.get("/admin/").content.decode()


def test_every_state_that_is_in_the_way_has_a_sentence() -> None:
    from webapp.joining.decide import ALREADY
    from webapp.joining.models import Submission

    assert {*ALREADY} == {*Submission.State}
