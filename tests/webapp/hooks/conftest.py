"""What does a test of webhooks need: a receiver that is allowed although it is local, and a clock that it moves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from redis import Redis

from scoreboard.requests import Milestone
from scoreboard.store import Store
from tests.webapp.boards import row
from tests.webapp.hooks.receiver import Receiver

NOW = 1_800_000_000.0
DISCORD_PATH = "/api/webhooks/223704706495545344/3d89bb7572e0fb30d8128367b3b1b44f"


@pytest.fixture
def receiver(client) -> Iterator[Receiver]:
    from django.test import override_settings

    from webapp.hooks.send import receiver_url

    with (
        Receiver() as receiver,
        override_settings(ALLOWED_STREAM_HOSTS=frozenset({f"127.0.0.1:{receiver.port}"})),
    ):
        receiver_url.guard.cache_clear()
        yield receiver
    receiver_url.guard.cache_clear()


@pytest.fixture
def hook(receiver: Receiver):
    """Signed JSON, told of everything, without a minimum interval."""
    from webapp.hooks.message.sign import new_secret
    from webapp.hooks.models import Webhook

    return Webhook.objects.create(
        name="ours",
        url=f"{receiver.url}/hook?key=0123456789abcdef",
        secret=new_secret(),
        final_ten=True,
        on_air=True,
        pause_seconds=0,
    )


@pytest.fixture
def discord(receiver: Receiver):
    from webapp.hooks.models import Webhook

    return Webhook.objects.create(
        name="chat",
        form="discord",
        url=receiver.url + DISCORD_PATH,
        final_ten=True,
        on_air=True,
        pause_seconds=0,
    )


def milestone(kind="final-ten", channel="one", at=NOW, **more) -> Milestone:
    values = {"alive": 10, "captured_at": at - 1, "phase_since": at - 900, **more}
    stream = replace(row(channel), rank=1, **values)
    return Milestone(kind, stream.game, at, f"{stream.phase_since:.3f}", stream)


class Site:
    """What a web process does for webhooks, at the time that the test says."""

    def __init__(self, store: Store) -> None:
        self.store, self.now = store, NOW

    def happens(self, *milestones: Milestone) -> None:
        self.store.put_milestones(milestones)

    def turn(self, now: float | None = None) -> None:
        from webapp.hooks.queue.settle import conclude
        from webapp.hooks.queue.take_in import take_in
        from webapp.hooks.queue.turn import hand_out

        self.now = self.now if now is None else now
        take_in(self.store, self.now)
        conclude(self.now)
        hand_out(self.now, 4, lambda: self.now, lambda: True, lambda job: job())


@pytest.fixture
def web(store: Store, receiver: Receiver) -> Site:
    return Site(store)


@pytest.fixture
def another_store(redis_url: str) -> Store:
    return Store(Redis.from_url(redis_url))
