"""Is what Twitch says of a stream fit to be shown?"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from scoreboard.models import Stream

MAX_TITLE_LENGTH = 140
MAX_NAME_LENGTH = 60
_LOGIN = re.compile(r"[a-z0-9_]{1,25}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z]{2,4})?|other")
_JOINERS = "\u200c\u200d"
"""Many alphabets and emoji need them; the other invisible characters only deceive."""


@dataclass(frozen=True, slots=True)
class LiveStream:
    """A stream as Twitch describes it, checked."""

    login: str
    name: str
    title: str
    language: str
    viewers: int
    category_id: str
    mature: bool

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
        or viewers < 0
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
        mature=row.get("is_mature") is True,
    )


def _text(row: dict[str, Any], name: str) -> str:
    value = row.get(name)
    return value if isinstance(value, str) else ""


def clean(text: object, longest: int) -> str:
    """One line without control characters and without those that turn the direction of writing."""
    if not isinstance(text, str):
        return ""
    visible = "".join(map(_visible, text[: 10 * longest]))
    return " ".join(visible.split())[:longest].rstrip()


def _visible(character: str) -> str:
    category = unicodedata.category(character)
    if category in ("Cc", "Zl", "Zp"):
        return " "
    return character if category[0] != "C" or character in _JOINERS else ""
