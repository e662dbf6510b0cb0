"""How is the task of a look run with the least of Celery around it?

Celery's own way of a task, ``celery.worker.strategy:default``, keeps what no look needs: requests that can be revoked,
limited or shown, contexts, signals, states for a result backend. It takes twice as long as all the rest of Celery. What
does not look like ``workers.message`` goes that way all the same.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from celery.concurrency import solo, thread
from celery.worker import strategy

from workers.message import NO_CANVAS

logger = logging.getLogger(__name__)
Handler = Callable[..., None]
_ORDINARY: dict[str, Any] = {
    "eta": None,
    "timelimit": [None, None],
    "stamps": {},
    "stamped_headers": None,
}
_TYPE = ("application/json", "utf-8")


def briefly(task: Any, app: Any, consumer: Any) -> Handler:
    """What Celery's consumer calls with each message for ``task``."""
    usual: Handler = strategy.default(task, app, consumer)
    pool, errors = consumer.pool, consumer.connection_errors
    if not isinstance(pool, solo.TaskPool | thread.TaskPool):
        return usual  # other processes are not given functions

    def take(message: Any, body: Any, ack: Any, reject: Any, callbacks: Any) -> None:
        try:
            arguments, expires_at = _read(message)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            usual(message, body, ack, reject, callbacks)
            return

        def done() -> None:
            ack(logger, errors)

        if task.is_too_late(expires_at):
            done()
            return
        given = (task, message.headers["id"], arguments, done)
        pool.apply_async(_run, given, callback=_nothing)

    return take


def _read(message: Any) -> tuple[list[Any], float]:
    """Its arguments, and when it expires. Raises an error for a message that is not of ``workers.message``'s form."""
    headers = message.headers
    arguments, named, canvas = json.loads(message.body)
    is_ordinary = (message.content_type, message.content_encoding) == _TYPE
    is_ordinary &= all(headers[name] == value for name, value in _ORDINARY.items())
    if not is_ordinary or named or canvas != NO_CANVAS or not isinstance(arguments, list):
        raise ValueError("not a task of ours")
    return arguments, datetime.fromisoformat(headers["expires"]).timestamp()


def _run(task: Any, task_id: str, arguments: list[Any], done: Callable[[], None]) -> None:
    try:
        task.run(*arguments)
    except Exception as error:
        if not isinstance(error, task.throws):
            logger.exception("%s raised an error", task.name)
        task.on_failure(error, task_id, arguments, {}, None)
    finally:
        done()


def _nothing(_: object) -> None:
    """Celery's pools call one when a task has ended."""
