"""Is what Twitch returns about a stream fit to be shown?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from workers.discover.door import (
    MAX_NAME_LENGTH,
    MAX_TITLE_LENGTH,
    clean,
    epoch_seconds,
    language_code,
    whole_number,
)
from workers.discover.platforms import LiveStream

NAME = "twitch"
MAX_LABELS = 50
_LOGIN = re.compile(r"[a-z0-9_]{1,25}")
_ID = re.compile(r"[0-9]{1,20}")
_LABEL = re.compile(r"[A-Za-z0-9]{1,60}")
_HARMLESS_LABELS = frozenset({"MatureGame", "DebatedSocialIssuesAndPolitics"})
"""Twitch applies ``MatureGame`` itself to every stream of a game that is rated so, and admins chose the game."""


def live_stream(row: dict[str, Any]) -> LiveStream | None:
    """Of a row of Get Streams; ``None`` when it does not say who streams to how many.

    ``is_mature`` is deprecated: Twitch's documentation says that it is always false. Content labels decide since 2023.
    """
    login, viewers = _text(row, "user_login").lower(), whole_number(row.get("viewer_count"))
    if not _LOGIN.fullmatch(login) or viewers is None:
        return None
    return LiveStream(
        platform=NAME,
        login=login,
        name=clean(row.get("user_name"), MAX_NAME_LENGTH) or login,
        title=clean(row.get("title"), MAX_TITLE_LENGTH),
        language=language_code(row.get("language")),
        viewers=viewers,
        category_id=_text(row, "game_id"),
        category=clean(row.get("game_name"), MAX_TITLE_LENGTH),
        user_id=twitch_id(row.get("user_id")),
        mature=row.get("is_mature") is True,
        began_at=epoch_seconds(row.get("started_at")),
        page_url=f"https://www.twitch.tv/{login}",
        player=login,
    )


def content_labels(row: dict[str, Any]) -> tuple[str, frozenset[str]]:
    """Whose content labels (Helix, Get Channel Information) ``row`` holds, and their IDs."""
    labels = row.get("content_classification_labels")
    known = labels[:MAX_LABELS] if isinstance(labels, list) else []
    return twitch_id(row.get("broadcaster_id")), frozenset(
        label for label in known if isinstance(label, str) and _LABEL.fullmatch(label)
    )


def mature_labels(labels: Iterable[str]) -> list[str]:
    """Those that make a stream one for adults; a label that is new to us does."""
    return sorted(set(labels) - _HARMLESS_LABELS)


def twitch_id(value: object) -> str:
    """Empty if ``value`` is not a Twitch ID."""
    return value if isinstance(value, str) and _ID.fullmatch(value) else ""


def _text(row: dict[str, Any], name: str) -> str:
    value = row.get(name)
    return value if isinstance(value, str) else ""
