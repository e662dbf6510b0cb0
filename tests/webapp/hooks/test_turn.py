"""Does the web process send beside its other work, and is what waits counted?"""

from __future__ import annotations

import threading
import time

import pytest

from tests.webapp.boards import store_away
from tests.webapp.hooks.conftest import milestone
from tests.webapp.hooks.receiver import Says

pytestmark = pytest.mark.timed


def until(condition, seconds=5.0):
    ends_at = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < ends_at
        time.sleep(0.01)


@pytest.fixture
def quick(monkeypatch):
    from webapp.hooks.queue import turn
    from webapp.hooks.queue.senders import Senders

    senders = Senders()
    monkeypatch.setattr(turn, "senders", senders)
    turn.tally.hand_over(lambda counts: None)  # what other tests counted
    yield turn
    senders.close(5)


def states():
    from webapp.hooks.models import Delivery

    return dict(Delivery.objects.values_list("webhook__name", "state"))


def test_a_receiver_that_hangs_holds_up_no_other(quick, hook, discord, receiver, store):
    from webapp.hooks.models import Webhook

    Webhook.objects.filter(pk=hook.pk).update(name="hangs", url=f"{receiver.url}/hangs")
    receiver.says = [Says(hang_seconds=2), Says(204)]
    store.put_milestones([milestone(at=time.time())])
    Webhook.objects.filter(pk=discord.pk).update(enabled=False)
    quick.turn()
    until(lambda: receiver.got)
    Webhook.objects.filter(pk=discord.pk).update(enabled=True)
    store.put_milestones([milestone(channel="two", at=time.time())])
    began = time.monotonic()
    quick.turn()
    assert time.monotonic() - began < 1.0
    until(lambda: states().get("chat") == "delivered", 1.5)
    assert states()["hangs"] != "delivered"


def test_while_redis_is_away_what_waits_is_sent(quick, hook, receiver, store, monkeypatch):
    from redis.exceptions import RedisError

    from webapp.hooks.queue.take_in import take_in

    store.put_milestones([milestone(at=time.time())])
    take_in(store, time.time())
    monkeypatch.setattr(quick, "store", store_away)
    with pytest.raises(RedisError):
        quick.turn()
    until(lambda: states() == {"ours": "delivered"})


def test_a_process_that_ends_waits_for_an_answer_and_begins_nothing(site):
    from webapp.hooks.queue.senders import Senders

    senders, ends, begun = Senders(), threading.Event(), threading.Event()

    def job():
        begun.set()
        ends.wait(5)

    senders.start(job)
    begun.wait(5)
    assert (senders.free, senders.goes_on()) == (3, True)
    began = time.monotonic()
    senders.close(0.1)
    assert time.monotonic() - began < 1.0
    assert not senders.goes_on()
    ends.set()
    senders.close(5)
    assert senders.free == 4


def test_a_job_that_fails_gives_its_thread_back(site, caplog):
    from webapp.hooks.queue.senders import Senders

    senders = Senders()
    senders.start(lambda: 1 / 0)
    until(lambda: senders.free == 4)
    assert "will be retried" in caplog.text


def test_deliveries_failures_and_the_oldest_waiting_are_counted(
    quick, hook, client, receiver, store
):
    receiver.says = [Says(500), Says(204)]
    at = time.time()
    store.put_milestones([milestone(at=at - 90)])
    quick.turn()
    until(lambda: states() == {"ours": "waiting"})
    until(lambda: quick.senders.free == 4)  # the attempt is counted after it is noted
    quick.turn()
    text = client.get("/metrics").content.decode()
    assert "rotisserie_webhook_waiting 1.0" in text
    assert 'rotisserie_webhook_attempts_total{result="retry"} 1.0' in text
    assert 'rotisserie_webhook_deliveries_total{state="delivered"} 0.0' in text
    assert "rotisserie_webhook_oldest_seconds" in text
