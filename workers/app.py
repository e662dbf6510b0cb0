"""How is Celery configured: which queue takes which task, and what happens to late ones?"""

from __future__ import annotations

import logging
import threading
from functools import cache
from typing import Any

from celery import Celery
from celery.signals import celeryd_init, setup_logging, worker_ready, worker_shutting_down
from kombu import Queue
from redis import Redis

from scoreboard.process.clock import Clock
from scoreboard.process.log import set_up
from scoreboard.queues import CAPTURE, CONTROL, OCR, SCAN
from scoreboard.store import Store
from scoreboard.store.connect import redis_client
from scoreboard.store.url import redis_url
from workers.counts.tally import Tally
from workers.schedule.pace import MAX_LOOK_SECONDS
from workers.service import broker
from workers.service.leases import Leases
from workers.settings import settings

CAPTURE_EXPIRES_SECONDS = 5.0
LOOK_EXPIRES_SECONDS = 8.0

_queues = redis_url(settings.broker_url)
app = Celery("rotisserie", fixups=[], task_cls="workers.consumer:Task")
app.conf.update(
    # For people to see: the transport goes by the option below.
    broker_url="redis://" + (_queues.primary or _queues.shown),
    broker_transport=broker.TRANSPORT,
    broker_transport_options={**broker.OPTIONS, "redis_url": _queues},
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    result_backend=None,
    task_ignore_result=True,
    task_serializer="json",
    accept_content=["json"],
    # In the process alone (workers.service.broker.Credit): a worker takes no more than it can run.
    task_acks_late=True,
    worker_prefetch_multiplier=1,
    worker_cancel_long_running_tasks_on_connection_loss=False,
    # SCAN is not among them: a worker that is not told its queues takes looks, which must not wait for a recording.
    task_queues=[Queue(CAPTURE), Queue(OCR), Queue(CONTROL)],
    task_routes={
        "workers.tasks.discover": {"queue": CONTROL},
        "workers.tasks.direct": {"queue": CONTROL},
        "workers.tasks.record": {"queue": CONTROL},
        "workers.tasks.capture": {"queue": CAPTURE},
        "workers.tasks.read": {"queue": OCR},
        "workers.tasks.scan": {"queue": SCAN},
        "workers.tasks.ask_frame": {"queue": CAPTURE},
        "workers.tasks.ask_reading": {"queue": OCR},
        "workers.tasks.ask_lesson": {"queue": OCR},
        "workers.tasks.ask_proposal": {"queue": OCR},
        "workers.tasks.ask_category": {"queue": CONTROL},
        "workers.tasks.ask_channel": {"queue": CONTROL},
        "workers.tasks.ask_stream": {"queue": CAPTURE},
    },
    task_time_limit=60,
    worker_consumer="workers.consumer:Consumer",
    worker_enable_prefetch_count_reduction=False,
    worker_enable_remote_control=False,
    worker_hijack_root_logger=False,
    worker_redirect_stdouts=False,
    worker_send_task_events=False,
    beat_scheduler="workers.beat:Scheduler",
    beat_max_loop_interval=1,
)


_NOISY = (
    "celery.worker.strategy",
    "celery.worker.request",
    "celery.worker.consumer.connection",
    "celery.app.trace",
    "celery.beat",
)
"""They write lines for every task, or name parts of ours that mean nothing to ops."""


@cache
def store() -> Store:
    """This process's scoreboard; its connections are opened again after a fork."""
    return Store(
        redis_client(settings.redis_url), _apart(settings.broker_url), _apart(settings.looks_url)
    )


def _apart(url: str) -> Redis | None:
    return redis_client(url) if url != settings.redis_url else None


@cache
def clock() -> Clock:
    """Redis' time, which all processes share."""
    return Clock(lambda: store().now())


@cache
def leases() -> Leases:
    """Those of the looks that this process takes or reads."""
    held = Leases(store, clock(), MAX_LOOK_SECONDS)
    held.start()
    return held


@cache
def tally() -> Tally:
    """What this process counts."""
    counts = Tally(store)
    counts.start()
    return counts


_role = ["beat"]
"""Until a worker says otherwise."""


closing = threading.Event()
"""Set when this worker is told to end: long tasks leave what they have not done to the next."""


def note_closing(**_: Any) -> None:
    closing.set()


def show_ready(**_: Any) -> None:
    """Show a probe that this worker has begun to take tasks. It stays ready: without Redis no other would do better."""
    if settings.heartbeat_file:
        settings.heartbeat_file.with_name(f"{settings.heartbeat_file.name}.ready").touch()


def note_role(sender: str, **_: Any) -> None:
    """``sender``: the worker's host name, such as capture@pod."""
    _role[0] = sender.partition("@")[0]


def log_to_stdout(**_: Any) -> None:
    set_up(_role[0], settings.log_format)
    for name in _NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)


celeryd_init.connect(note_role)
worker_ready.connect(show_ready)
worker_shutting_down.connect(note_closing)
setup_logging.connect(log_to_stdout)
