"""What does a response of Kick's API contain?

Fields are those of https://docs.kick.com, whose reference is generated from https://api.kick.com/swagger/doc.yaml.
"""

from __future__ import annotations

import re

from workers.discover.door import (
    MAX_NAME_LENGTH,
    MAX_TITLE_LENGTH,
    clean,
    epoch_seconds,
    language_code,
    whole_number,
)
from workers.discover.platforms import Category, LiveStream, PlatformFailed
from workers.discover.rows import Row, inside, text_in

SITE = "https://kick.com/"
_SLUG = re.compile(r"[a-z0-9_-]{1,50}")
_TOKEN = re.compile(r"[A-Za-z0-9._~+/-]{1,4000}=*")
"""RFC 6750, 2.1."""
_MAX_ID = 2**53
_MAX_CURSOR_LENGTH = 2000
_MAX_TOKEN_SECONDS = 366 * 86400


def live_stream(row: Row) -> LiveStream | None:
    """Of ``LivestreamV2``; ``None`` when the row does not say who streams to how many.

    Kick gives 0 viewers for a streamer who does not share the number.
    """
    login, viewers = slug_in(row, "channel", "slug"), whole_number(row.get("viewer_count"))
    if not login or viewers is None:
        return None
    return LiveStream(
        platform="kick",
        login=login,
        name=clean(text_in(row, "broadcaster_user", "username"), MAX_NAME_LENGTH) or login,
        title=clean(row.get("title"), MAX_TITLE_LENGTH),
        language=language_code(text_in(row, "language_code").lower().partition("-")[0]),
        viewers=viewers,
        category_id=id_in(row, "category", "id"),
        category=clean(text_in(row, "category", "name"), MAX_TITLE_LENGTH),
        user_id=id_in(row, "broadcaster_user", "id"),
        mature=row.get("has_mature_content") is True,
        began_at=epoch_seconds(row.get("started_at")),
        page_url=SITE + login,
        player=login,
    )


def category_from(row: Row) -> Category | None:
    """``None`` when the row names no category."""
    name = clean(row.get("name"), MAX_TITLE_LENGTH)
    return Category(name) if name else None


def id_in(row: Row, *names: str) -> str:
    """A number of Kick's as text; empty if it is none."""
    number = whole_number(inside(row, *names), _MAX_ID)
    return str(number) if number else ""


def slug_in(row: Row, *names: str) -> str:
    """The name that a channel has in URLs; empty if it is none."""
    slug = text_in(row, *names).lower()
    return slug if _SLUG.fullmatch(slug) else ""


def is_slug(login: str) -> bool:
    return bool(_SLUG.fullmatch(login))


def cursor_of(answer: Row) -> str:
    """Where the next page begins; empty after the last one."""
    cursor = text_in(answer, "pagination", "next_cursor")
    return cursor if len(cursor) <= _MAX_CURSOR_LENGTH and cursor.isprintable() else ""


def token_of(answer: Row) -> tuple[str, float]:
    """An app access token, and the seconds it is valid for. Raises ``PlatformFailed``.

    The documentation shows ``expires_in`` as text, RFC 6749 (5.1) has a number.
    """
    token, seconds = text_in(answer, "access_token"), answer.get("expires_in")
    if isinstance(seconds, str) and seconds.isascii() and seconds.isdecimal() and len(seconds) < 12:
        seconds = int(seconds)
    lifetime = whole_number(seconds, 10**12)
    if not _TOKEN.fullmatch(token) or not lifetime:
        raise PlatformFailed("Kick returned an invalid token.")
    return token, float(min(lifetime, _MAX_TOKEN_SECONDS))
