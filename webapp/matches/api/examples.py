"""Which examples about matches does the API's description show?"""

from __future__ import annotations

from drf_spectacular.utils import OpenApiExample

MATCH = {
    "id": 4711,
    "channel": "quietfalcon12",
    "name": "QuietFalcon12",
    "game": "pubg",
    "mode": "solo",
    "result": "won",
    "place": 1,
    "kills": 7,
    "alive": 1,
    "began_at": "2026-11-23T11:38:12.640Z",
    "ended_at": "2026-11-23T12:00:31.000Z",
    "watched_until": "2026-11-23T12:00:28.210Z",
    "seconds": 1338,
    "sentence": "Won with 7 kills",
    "page_url": "https://example.org/quietfalcon12",
    "url": "/matches/4711/",
    "watch_url": None,
    "picture_url": "/matches/4711/finish.jpg",
    "flipbook_url": "/matches/4711/flipbook.webp",
}


def _answer(name: str, body: object) -> OpenApiExample:
    return OpenApiExample(name, body, response_only=True, status_codes=["200"])


MATCHES_ANSWER = _answer("A match that was won", {"next": None, "results": [MATCH]})
MATCH_ANSWER = _answer(
    "A match that was won", {**MATCH, "curve": [[0, 96], [610, 40], [1120, 9], [1336, 1]]}
)
CHANNEL_ANSWER = _answer(
    "A streamer's last month",
    {
        "channel": "quietfalcon12",
        "name": "QuietFalcon12",
        "days": 30,
        "matches": 212,
        "wins": 9,
        "kills": 731,
        "most_kills": 14,
        "url": "/channels/quietfalcon12/",
    },
)
