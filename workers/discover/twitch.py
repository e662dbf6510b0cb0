"""Is what Twitch returns about a stream fit to be shown?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from scoreboard.models import Stream

MAX_TITLE_LENGTH = 140
MAX_NAME_LENGTH = 60
MAX_VIEWERS = 1_000_000_000
MAX_LABELS = 50
_LOGIN = re.compile(r"[a-z0-9_]{1,25}")
_ID = re.compile(r"[0-9]{1,20}")
_LABEL = re.compile(r"[A-Za-z0-9]{1,60}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z]{2,4})?|other")
_JOINERS = "\u200c\u200d"
"""Many alphabets and emoji need them; other invisible characters only deceive."""
_HARMLESS_LABELS = frozenset({"MatureGame", "DebatedSocialIssuesAndPolitics"})
"""Twitch applies ``MatureGame`` itself to every stream of a game that is rated so, and admins chose the game."""


@dataclass(frozen=True, slots=True)
class LiveStream:
    """A stream as Twitch describes it (Helix, Get Streams), checked."""

    login: str
    name: str
    title: str
    language: str
    viewers: int
    category_id: str
    category: str = ""
    """Its name; empty when Twitch gives none."""
    user_id: str = ""
    """Empty when Twitch gives none."""
    mature: bool = False
    """Deprecated: Twitch's documentation says that it is always false. Content labels decide since 2023."""

    @property
    def channel(self) -> str:
        return f"twitch-{self.login}"

    def as_stream(self, game: str, found_at: float) -> Stream:
        page_url = f"https://www.twitch.tv/{self.login}"
        return Stream(
            channel=self.channel,
            game=game,
            name=self.name,
            url=page_url,
            title=self.title,
            platform="twitch",
            language=self.language,
            viewers=self.viewers,
            page_url=page_url,
            found_at=found_at,
        )


def live_stream(row: dict[str, Any]) -> LiveStream | None:
    """``None`` when the row does not say who streams to how many."""
    login, viewers = _text(row, "user_login").lower(), row.get("viewer_count")
    if (
        not _LOGIN.fullmatch(login)
        or isinstance(viewers, bool)
        or not isinstance(viewers, int)
        or not 0 <= viewers <= MAX_VIEWERS
    ):
        return None
    language = _text(row, "language")
    return LiveStream(
        login=login,
        name=clean(row.get("user_name"), MAX_NAME_LENGTH) or login,
        title=clean(row.get("title"), MAX_TITLE_LENGTH),
        language=language if _LANGUAGE.fullmatch(language) else "",
        viewers=viewers,
        category_id=_text(row, "game_id"),
        category=clean(row.get("game_name"), MAX_TITLE_LENGTH),
        user_id=twitch_id(row.get("user_id")),
        mature=row.get("is_mature") is True,
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


def clean(text: object, longest: int) -> str:
    """One line without control characters and without those that change the direction of writing."""
    if not isinstance(text, str):
        return ""
    visible = "".join(map(_visible, text[: 10 * longest]))
    return " ".join(visible.split())[:longest].rstrip()


def _visible(character: str) -> str:
    category = unicodedata.category(character)
    if category in ("Cc", "Zl", "Zp"):
        return " "
    return character if category[0] != "C" or character in _JOINERS else ""
