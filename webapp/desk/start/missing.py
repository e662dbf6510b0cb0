"""What does an installation lack before it can watch anything? For the start page and for ``manage.py doctor``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scoreboard.queues import SCAN
from webapp.catalog.models import Channel

_WORKER = "celery -A workers.tasks worker --queues"
START = {
    "beat": "celery -A workers.app beat",
    "control": f"{_WORKER} control --pool threads --concurrency 2",
    "capture": f"{_WORKER} capture --pool threads --concurrency 16",
    "ocr": f"{_WORKER} ocr --pool solo",
}
OPTIONAL = frozenset({SCAN})
"""Roles that nothing live waits for."""

SET_CREDENTIALS = (
    "set TWITCH_CLIENT_ID and TWITCH_CLIENT_SECRET, "
    "KICK_CLIENT_ID and KICK_CLIENT_SECRET, or YOUTUBE_API_KEY"
)


def missing_roles(rows: Mapping[str, dict[str, Any]]) -> list[str]:
    """Roles that no worker has reported. One that names none of them may be any of Celery's, which beat is not."""
    seen = {role for name, row in rows.items() for role in roles_of(name, row)}
    needed = START if seen - OPTIONAL <= START.keys() else ["beat"]
    return [role for role in needed if role not in seen]


def roles_of(name: str, row: dict[str, Any]) -> list[str]:
    """A worker says its roles; one of an older version has its role in its name, as ``role-number@host``."""
    said = str(row.get("role") or "") or name.partition("@")[0].partition("-")[0]
    return [role.strip() for role in said.split(",")]


def watches_by_url() -> bool:
    """Whether there is something to watch without a platform's API."""
    return Channel.objects.filter(rule=Channel.Rule.WATCH).exists()
