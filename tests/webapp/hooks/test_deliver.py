"""Is each event delivered once, whatever the receiver does?"""

from __future__ import annotations

import json
import time
from datetime import timedelta
from itertools import pairwise
from threading import Thread

import pytest

from tests.webapp.hooks.conftest import NOW, Site, milestone
from tests.webapp.hooks.receiver import Receiver, Says


def deliveries():
    from webapp.hooks.models import Delivery

    return list(Delivery.objects.order_by("happened_at", "pk"))


def only():
    (found,) = deliveries()
    return found


def run(web: Site, seconds: float, every: float = 1.0) -> None:
    """Turns of the site for so long, on the test's clock."""
    ends_at = web.now + seconds
    while web.now < ends_at:
        web.turn(web.now + every)


def test_an_event_is_delivered_once_however_often_it_is_reported(web, hook, receiver):
    web.happens(milestone(), milestone(at=NOW + 1, phase_since=NOW - 900))
    web.turn()
    web.happens(milestone(at=NOW + 30, phase_since=NOW - 5))  # its phase was lost in between
    run(web, 20)
    assert len(receiver.got) == 1
    assert (only().state, only().attempts, only().status) == ("delivered", 1, 204)
    body = json.loads(receiver.got[0].body)
    assert (body["type"], body["timestamp"]) == ("match.final_ten", "2027-01-15T08:00:00.000Z")
    assert body["data"]["stream"]["channel"] == "one"
    assert receiver.got[0].path == "/hook?key=0123456789abcdef"


def test_a_receiver_that_is_away_for_ten_minutes_gets_each_event_once(web, hook, receiver):
    port = receiver.port
    receiver.close()
    for minute in range(10):
        web.happens(milestone(channel=f"c{minute}", at=NOW + 60 * minute))
        web.turn(NOW + 60 * minute)
        run(web, 55, every=11.0)
    assert {each.state for each in deliveries()} == {"waiting"}
    attempts = sum(each.attempts for each in deliveries())
    assert 5 < attempts < 20, "the pauses grow, and are the webhook's, not each delivery's"
    with Receiver(port) as back:
        run(web, 320, every=20.0)
        ids = [each.headers["webhook-id"] for each in back.got]
        channels = [json.loads(each.body)["data"]["stream"]["channel"] for each in back.got]
    in_order = [f"c{minute}" for minute in range(10)]
    assert sorted(channels) == in_order
    in_order.remove(channels[0])
    assert channels[1:] == in_order, "all that waited, as soon as one was taken"
    assert len(set(ids)) == 10
    assert {each.state for each in deliveries()} == {"delivered"}


def test_a_receiver_that_fails_is_tried_for_an_hour_with_growing_pauses(web, hook, receiver):
    receiver.says = [Says(500)]
    web.happens(milestone())
    web.turn()
    seen = [NOW]
    while only().state == "waiting":
        hook.refresh_from_db()
        due = max(only().next_at, hook.rests_until).timestamp()
        web.turn(due - 1)
        assert len(receiver.got) == len(seen), "not before its time"
        web.turn(due)
        seen.append(due)
    pauses = [later - earlier for earlier, later in pairwise(seen)]
    assert pauses[:7] == [5, 10, 20, 40, 80, 160, 300]
    assert set(pauses[7:]) == {300}
    assert NOW + 3200 < seen[-1] <= NOW + 3600
    assert (only().state, only().status) == ("failed", 500)
    assert {each.headers["webhook-id"] for each in receiver.got} == {only().event}


def test_one_that_hangs_is_tried_again_under_the_same_id(web, hook, receiver, monkeypatch):
    from webapp.hooks.send import attempt

    monkeypatch.setattr(attempt, "SEND_SECONDS", 0.2)
    receiver.says = [Says(hang_seconds=5), Says()]
    web.happens(milestone())
    web.turn()
    assert (only().state, only().answer) == ("waiting", "No answer within 0 seconds.")
    run(web, 6)
    first, second = receiver.got
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert only().state == "delivered"


def test_discord_is_not_told_twice_where_the_answer_is_lost(web, discord, receiver, monkeypatch):
    from webapp.hooks.send import attempt

    monkeypatch.setattr(attempt, "SEND_SECONDS", 0.2)
    receiver.says = [Says(hang_seconds=5), Says()]
    web.happens(milestone())
    web.turn()
    run(web, 60)
    assert len(receiver.got) == 1
    assert only().state == "unknown"


@pytest.mark.parametrize(
    "target", ["http://10.0.0.1/", "http://169.254.169.254/latest/", "https://example.com/"]
)
def test_a_redirect_is_followed_nowhere(web, hook, receiver, monkeypatch, target):
    from scoreboard.addresses import connection

    connected, connect = [], connection._connected
    monkeypatch.setattr(
        connection, "_connected", lambda *words: connected.append(words[0]) or connect(*words)
    )
    receiver.says = [Says(302, {"Location": target})]
    web.happens(milestone())
    web.turn()
    assert connected == ["127.0.0.1"]
    assert (only().state, only().status) == ("waiting", 302)
    assert "not followed" in only().answer


@pytest.mark.parametrize(
    ("says", "seconds"),
    [
        (Says(429, {"Retry-After": "40"}), 40),
        (Says(429, {"Retry-After": "Fri, 15 Jan 2027 08:01:00 GMT"}), 60),
        (Says(429, {}, b'{"message": "slow down", "retry_after": 33.5, "global": false}'), 34),
        (Says(503, {"Retry-After": "25"}), 25),
        (Says(429), 5),
        (Says(429, {"Retry-After": "soon"}, b"[" * 5000), 5),
    ],
)
def test_one_that_asks_to_wait_is_left_alone_for_so_long(web, hook, receiver, says, seconds):
    receiver.says = [says, Says()]
    web.happens(milestone(), milestone(channel="two"))
    web.turn()
    run(web, seconds - 1)
    assert len(receiver.got) == 1, "neither the event that was refused nor another"
    run(web, 2)
    assert len(receiver.got) >= 2
    run(web, 10)
    assert {each.state for each in deliveries()} == {"delivered"}


@pytest.mark.parametrize(
    ("form", "status", "off"),
    [
        ("json", 410, True),
        ("json", 404, False),
        ("discord", 404, True),
        ("discord", 401, True),
        ("discord", 400, False),
    ],
)
def test_a_receiver_that_is_gone_is_left_alone(web, hook, discord, receiver, form, status, off):
    from webapp.hooks.models import Webhook

    Webhook.objects.exclude(form=form).delete()
    receiver.says = [Says(status, {}, b'{"message": "Unknown Webhook", "code": 10015}')]
    web.happens(milestone())
    web.turn()
    left = Webhook.objects.get()
    assert (left.enabled, bool(left.off_because)) == (not off, off)
    assert only().state == ("failed" if off else "waiting")


def test_an_event_is_told_at_most_once_a_minute_for_a_target_and_game(web, hook, receiver):
    from webapp.hooks.models import Webhook

    Webhook.objects.update(pause_seconds=60)
    web.happens(
        milestone(),
        milestone(channel="two", at=NOW + 59.9),
        milestone(channel="three", at=NOW + 30, game="apex"),
        milestone(channel="four", at=NOW + 60),
    )
    run(web, 70)
    assert [each.channel for each in deliveries()] == ["one", "three", "four"]
    assert Webhook._meta.get_field("pause_seconds").default == 60


def test_one_bad_event_does_not_hold_up_the_others(web, hook, receiver):
    receiver.says = [Says(500), Says(204), Says(500), Says(500), Says(204)]
    web.happens(milestone(), milestone(channel="two", at=NOW + 0.5))
    run(web, 40)
    assert {each.state for each in deliveries()} == {"delivered"}
    assert json.loads(receiver.got[1].body)["data"]["stream"]["channel"] == "two"


def test_of_several_processes_one_sends(web, hook, receiver, another_store):
    receiver.says = [Says(hang_seconds=0.1)]
    web.happens(*(milestone(channel=f"c{n}", at=NOW + n) for n in range(4)))
    sites = [web, Site(another_store)]
    threads = [Thread(target=lambda site=site: run(site, 6)) for site in sites]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(receiver.got) == len(deliveries()) == 4
    assert [each.attempts for each in deliveries()] == [1] * 4


def killed(web: Site, monkeypatch) -> None:
    """The process dies when the request has left and its answer is not yet noted."""
    from webapp.hooks.queue import deliver

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(deliver, "settle", die)
        with pytest.raises(KeyboardInterrupt):
            web.turn()


def test_a_crash_between_send_and_note_is_told_as_what_it_is(web, hook, receiver, monkeypatch):
    web.happens(milestone())
    killed(web, monkeypatch)
    assert only().state == "sending"
    run(web, 19)
    assert len(receiver.got) == 1
    run(web, 3)
    first, second = receiver.got
    assert first.headers["webhook-id"] == second.headers["webhook-id"], "the receiver knows it"
    assert (only().state, only().attempts) == ("delivered", 2)
    assert "not known" in only().tries[0][2]


def test_after_a_crash_discord_is_not_told_again(web, discord, receiver, monkeypatch):
    web.happens(milestone())
    killed(web, monkeypatch)
    run(web, 40)
    assert len(receiver.got) == 1
    assert (only().state, only().answer.endswith("not known.")) == ("unknown", True)


def test_a_process_that_stood_still_sends_nothing_that_another_took_over(web, hook, receiver):
    from webapp.hooks.queue.claim import next_delivery
    from webapp.hooks.queue.settle import settle
    from webapp.hooks.send.attempt import attempt

    web.happens(milestone())
    from webapp.hooks.queue.take_in import take_in

    take_in(web.store, NOW)
    stale = next_delivery(hook, NOW)
    outcome = attempt(hook, stale, NOW + 21, time.monotonic() - 21)
    assert receiver.got == []
    web.turn(NOW + 21)
    settle(hook, stale, outcome, NOW + 22)
    assert (only().state, only().attempts, len(receiver.got)) == ("delivered", 2, 1)


def test_what_is_off_or_blocked_is_not_told(web, hook, receiver):
    from webapp.catalog import games
    from webapp.catalog.models import Channel
    from webapp.hooks.models import Webhook

    Channel.objects.create(channel="one", rule=Channel.Rule.BLOCK)
    games._blocks.at = 0.0
    web.happens(milestone())
    Webhook.objects.create(name="off", url=receiver.url, enabled=False)
    run(web, 3)
    assert (deliveries(), web.store.milestones()) == ([], [])
    games._blocks.at = 0.0


def test_a_test_event_is_sent_once_and_moves_no_limit(web, hook, receiver):
    from webapp.hooks.queue.deliver import send_test

    receiver.says = [Says(500)]
    delivery, outcome = send_test(hook, lambda: NOW)
    run(web, 30)
    assert len(receiver.got) == 1
    assert (outcome.verdict, only().state, only().pk) == ("retry", "failed", delivery.pk)
    hook.refresh_from_db()
    assert (hook.failures, hook.rests_until) == (0, None)


def test_the_log_is_pruned_and_what_waits_stays(web, hook, monkeypatch):
    from webapp.hooks.models import Delivery
    from webapp.hooks.queue import turn
    from webapp.store.clock import instant

    monkeypatch.setattr(turn, "KEPT", 3)
    at = instant(NOW)
    for n in range(6):
        Delivery.objects.create(
            webhook=hook,
            event=str(n),
            kind="won",
            happened_at=at,
            created_at=at - timedelta(days=15 if n == 5 else 0, minutes=n),
            body="{}",
            state="waiting" if n == 4 else "delivered",
        )
    assert turn.prune(NOW) == 2
    assert {each.event for each in deliveries()} == {"0", "1", "2", "4"}


@pytest.mark.parametrize("name", ["a\x00b", "x" * 5000, "\U0001f3c6" * 300])
def test_a_strange_name_holds_nothing_up(web, hook, discord, receiver, name):
    web.happens(milestone(channel="bad", at=NOW - 1, name=name), milestone())
    run(web, 5)
    assert web.store.milestones() == []
    assert {each.state for each in deliveries() if each.channel == "one"} == {"delivered"}


@pytest.mark.parametrize("status", [410, None])
def test_what_waits_for_one_that_is_off_is_given_up(web, hook, receiver, status):
    from webapp.hooks.models import Webhook
    from webapp.hooks.queue.waiting import Waiting

    receiver.says = [Says(status or 500)]
    web.happens(milestone(), milestone(channel="two", at=NOW + 1))
    web.turn()
    if status is None:
        Webhook.objects.update(enabled=False)
    web.turn(NOW + 2)
    assert {each.state for each in deliveries()} == {"failed"}
    assert deliveries()[1].answer == "The webhook is off."
    measured = Waiting()
    measured.measure()
    assert (measured.count, measured.oldest_seconds(NOW + 9000)) == (0, 0.0)
