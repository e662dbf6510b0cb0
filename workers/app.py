"""How is Celery set up: which queue takes which task, and what happens to those that come late?"""

from __future__ import annotations

import contextlib
import logging
import sys
import time
from functools import cache
from typing import Any

from celery import Celery
from celery.signals import heartbeat_sent, setup_logging, worker_ready
from kombu import Queue
from redis import Redis
from redis.exceptions import RedisError

from scoreboard.queues import CAPTURE, CONTROL, OCR
from scoreboard.store import Store
from scoreboard.version import VERSION
from workers.counts.tally import Tally
from workers.settings import settings

CAPTURE_EXPIRES_SECONDS = 5.0
LOOK_EXPIRES_SECONDS = 8.0

app = Celery("rotisserie", fixups=[])
app.conf.update(
    broker_url=settings.redis_url,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    broker_transport_options={"visibility_timeout": 60, "socket_keepalive": True},
    result_backend=None,
    task_ignore_result=True,
    task_serializer="json",
    accept_content=["json"],
    task_acks_late=False,
    # OCR workers run a task where they take it, so there is nothing to acknowledge: a third less for each.
    task_queues=[Queue(CAPTURE), Queue(OCR, no_ack=True), Queue(CONTROL)],
    task_routes={
        "workers.tasks.discover": {"queue": CONTROL},
        "workers.tasks.direct": {"queue": CONTROL},
        "workers.tasks.capture": {"queue": CAPTURE},
        "workers.tasks.read": {"queue": OCR},
        "workers.tasks.ask_frame": {"queue": CAPTURE},
        "workers.tasks.ask_reading": {"queue": OCR},
        "workers.tasks.ask_category": {"queue": CONTROL},
    },
    task_time_limit=60,
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    worker_send_task_events=False,
    beat_scheduler="workers.beat:Scheduler",
    beat_max_loop_interval=1,
    beat_schedule={
        "discover": {"task": "workers.tasks.discover", "schedule": 60.0, "options": {"expires": 55}}
    },
)


_NOISY = ("celery.worker.strategy", "celery.worker.request", "celery.app.trace", "celery.beat")
"""They write lines for every task."""


@cache
def store() -> Store:
    """This process's way to the scoreboard; its connections are made anew after a fork."""
    return Store(
        Redis.from_url(
            settings.redis_url, socket_timeout=10, socket_keepalive=True, health_check_interval=30
        )
    )


@cache
def tally() -> Tally:
    """What this process counts."""
    counts = Tally(store)
    counts.start()
    return counts


def beat_heart(**_: Any) -> None:
    """Show a probe that this process is well."""
    if settings.heartbeat_file:
        settings.heartbeat_file.touch()


def show_ready(**_: Any) -> None:
    """Show a probe that this worker has begun to take tasks. It stays ready: without Redis no other would do better."""
    if settings.heartbeat_file:
        settings.heartbeat_file.with_name(f"{settings.heartbeat_file.name}.ready").touch()


def show_worker(sender: Any, **_: Any) -> None:
    """Show the admins which workers there are."""
    with contextlib.suppress(RedisError):
        store().put_worker(sender.eventer.hostname, VERSION, time.time())


def log_to_stdout(**_: Any) -> None:
    logging.basicConfig(
        stream=sys.stdout,
        level=logging.INFO,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )
    for name in _NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)


heartbeat_sent.connect(beat_heart)
heartbeat_sent.connect(show_worker)
worker_ready.connect(show_ready)
setup_logging.connect(log_to_stdout)
