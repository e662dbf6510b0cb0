"""What does a task look like while it waits in Celery's queue?

As Celery's message protocol, version 2, says (https://docs.celeryq.dev/en/stable/internals/protocol.html), in the form
that kombu gives a message in Redis. Celery's own producer takes a fifth of a millisecond for each, ten times as much,
and keeps a connection of its own that would have to be watched, too.
"""

from __future__ import annotations

import json
import os
import socket
from base64 import b64encode
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from scoreboard.store.queues import SENT_AT

NO_CANVAS = {"callbacks": None, "errbacks": None, "chain": None, "chord": None}
_encode = json.JSONEncoder(separators=(",", ":")).encode
_ORIGIN = f"{os.getpid()}@{socket.gethostname()}"


def look_message(
    step: str,
    queue: str,
    channel: str,
    token: str,
    asked_at: float,
    sent_at: float,
    expires_at: float,
) -> bytes:
    """The task of ``step`` for the look at ``channel`` under ``token``; times are epoch seconds by Redis' clock."""
    arguments = (channel, token, asked_at)
    return task_message(step, queue, arguments, f"{step}-{token}-{channel}", sent_at, expires_at)


def task_message(
    task: str,
    queue: str,
    arguments: Sequence[object],
    task_id: str,
    sent_at: float,
    expires_at: float,
) -> bytes:
    """The task ``workers.tasks.{task}``. Workers judge ``expires_at`` by Redis' clock."""
    body = _encode([arguments, {}, NO_CANVAS])
    headers: dict[str, Any] = {
        "lang": "py",
        "task": f"workers.tasks.{task}",
        "id": task_id,
        "root_id": task_id,
        "parent_id": None,
        "shadow": None,
        "group": None,
        "group_index": None,
        "retries": 0,
        "timelimit": [None, None],
        "eta": None,
        "expires": datetime.fromtimestamp(expires_at, UTC).isoformat(),
        "argsrepr": "",
        "kwargsrepr": "",
        "origin": _ORIGIN,
        "ignore_result": True,
        "replaced_task_nesting": 0,
        "stamped_headers": None,
        "stamps": {},
        SENT_AT: sent_at,
    }
    properties = {
        "correlation_id": task_id,
        "reply_to": "",
        "delivery_mode": 2,
        "priority": 0,
        "delivery_info": {"exchange": "", "routing_key": queue},
        "body_encoding": "base64",
        "delivery_tag": task_id,
    }
    return _encode(
        {
            "body": b64encode(body.encode()).decode(),
            "content-type": "application/json",
            "content-encoding": "utf-8",
            "headers": headers,
            "properties": properties,
        }
    ).encode()
