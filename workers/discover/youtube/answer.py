"""What does a response of YouTube's Data API contain?

Fields are those of https://developers.google.com/youtube/v3/docs: search results, videos, channels and playlist items.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from workers.discover.door import (
    MAX_NAME_LENGTH,
    MAX_TITLE_LENGTH,
    MAX_VIEWERS,
    clean,
    epoch_seconds,
    language_code,
)
from workers.discover.platforms import LiveStream
from workers.discover.rows import Row, inside, text_in
from workers.discover.youtube.words import game_of

WATCH = "https://www.youtube.com/watch?v="
AGE_RESTRICTED = "age-restricted"
_VIDEO = re.compile(r"[A-Za-z0-9_-]{11}")
_CHANNEL = re.compile(r"UC[A-Za-z0-9_-]{22}")
_PLAYLIST = re.compile(r"[A-Za-z0-9_-]{2,64}")
_HANDLE = re.compile(r"@[^\s/?#&%]{1,60}")
_REASON = re.compile(r"[A-Za-z_]{1,60}")
_NO_LANGUAGE = {"zxx", "und", "mul"}
"""ISO 639-2: no linguistic content, undetermined, several."""
_DESCRIPTION_LENGTH = 2000
_MAX_TAGS = 50


def live_video(row: Row, games: Iterable[str]) -> tuple[str, LiveStream] | None:
    """The ID of a video and its broadcast; ``None`` when it is not live or does not say who streams.

    Owners may hide how many watch: that is 0, then. A video that may not be embedded has no ``player``.
    """
    video, login = video_id(row.get("id")), channel_id(inside(row, "snippet", "channelId"))
    if not video or not login or text_in(row, "snippet", "liveBroadcastContent") != "live":
        return None
    game = game_of(_words_of(row), games)
    aged = text_in(row, "contentDetails", "contentRating", "ytRating") == "ytAgeRestricted"
    return video, LiveStream(
        platform="youtube",
        login=login,
        name=clean(text_in(row, "snippet", "channelTitle"), MAX_NAME_LENGTH) or login,
        title=clean(text_in(row, "snippet", "title"), MAX_TITLE_LENGTH),
        language=_language(row),
        viewers=_count(text_in(row, "liveStreamingDetails", "concurrentViewers")),
        category_id=game,
        category=game,
        user_id=login,
        mature=aged,
        mature_because=(AGE_RESTRICTED,) if aged else (),
        began_at=epoch_seconds(inside(row, "liveStreamingDetails", "actualStartTime")),
        page_url=WATCH + video,
        player=video if inside(row, "status", "embeddable") is True else "",
    )


def found_videos(rows: Iterable[Row], *names: str) -> list[str]:
    """Each ID that the rows have under ``names``, once."""
    ids = (video_id(inside(row, *names)) for row in rows)
    return list(dict.fromkeys(video for video in ids if video))


def video_id(value: object) -> str:
    return _matching(_VIDEO, value)


def channel_id(value: object) -> str:
    return _matching(_CHANNEL, value)


def handle(value: object) -> str:
    return _matching(_HANDLE, value)


def uploads_of(row: Row) -> str:
    """The playlist of a channel's videos."""
    return _matching(_PLAYLIST, inside(row, "contentDetails", "relatedPlaylists", "uploads"))


def reasons(answer: Row) -> list[str]:
    """Why a request was refused, in Google's words (https://developers.google.com/youtube/v3/docs/errors)."""
    found = []
    for name in ("errors", "details"):
        rows = inside(answer, "error", name)
        for row in rows[:10] if isinstance(rows, list) else ():
            if isinstance(row, dict) and (reason := _matching(_REASON, row.get("reason"))):
                found.append(reason)
                if "/d/" in text_in(row, "metadata", "quota_unit"):
                    found.append("dailyLimitExceeded")
    return found


def _words_of(row: Row) -> tuple[str, str, str]:
    """Title, tags and description."""
    tags = inside(row, "snippet", "tags")
    known = (
        [tag[:200] for tag in tags[:_MAX_TAGS] if isinstance(tag, str)]
        if isinstance(tags, list)
        else []
    )
    title, about = text_in(row, "snippet", "title"), text_in(row, "snippet", "description")
    return title[:500], "\n".join(known), about[:_DESCRIPTION_LENGTH]


def _language(row: Row) -> str:
    """What is spoken, else what the title is written in, without its region."""
    for name in ("defaultAudioLanguage", "defaultLanguage"):
        code = language_code(text_in(row, "snippet", name).lower().partition("-")[0])
        if code and code not in _NO_LANGUAGE:
            return code
    return ""


def _count(text: str) -> int:
    return min(int(text), MAX_VIEWERS) if re.fullmatch(r"[0-9]{1,12}", text) else 0


def _matching(pattern: re.Pattern[str], value: object) -> str:
    return value if isinstance(value, str) and pattern.fullmatch(value) else ""
