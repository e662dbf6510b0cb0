"""Which examples does the API's description show?"""

from __future__ import annotations

from drf_spectacular.utils import OpenApiExample

STREAM = {
    "rank": 1,
    "channel": "quietfalcon12",
    "name": "QuietFalcon12",
    "title": "Ranked until I win",
    "platform": "web",
    "language": "en",
    "viewers": 212,
    "page_url": "https://example.org/quietfalcon12",
    "playback_url": "https://example.org/quietfalcon12/index.m3u8",
    "player": "",
    "game": "pubg",
    "phase": "playing",
    "phase_since": "2026-11-23T11:38:12.640Z",
    "alive": 7,
    "kills": 3,
    "confidence": 0.99,
    "read_at": "2026-11-23T12:00:04.210Z",
    "captured_at": "2026-11-23T12:00:04.210Z",
    "age_seconds": 2.4,
    "state": "ok",
    "reason": "",
    "featured": False,
    "mode": None,
    "result": None,
    "place": None,
    "ends_in_seconds": {"low": 71, "median": 118, "high": 203, "is_prior": False},
}
MOMENT = {
    "kind": "finish",
    "game": "pubg",
    "at": "2026-11-23T12:00:31.000Z",
    "age_seconds": 41.2,
    "channel": "quietfalcon12",
    "name": "QuietFalcon12",
    "alive": 1,
    "kills": 5,
    "reason": "won",
    "page_url": "https://example.org/quietfalcon12",
    "picture_url": "/preview/quietfalcon12/1795521631000.jpg",
}
GAME = {
    "slug": "pubg",
    "name": "PUBG: Battlegrounds",
    "rank_by": "alive",
    "most_players": 100,
    "streams": 41,
    "playing": 33,
}


AT = {"now": "2026-11-23T12:00:06.610Z", "board_at": "2026-11-23T12:00:05.120Z"}


def listed(name: str, row: dict[str, object], **more: object) -> OpenApiExample:
    return OpenApiExample(
        name,
        {"count": 1, "next": None, "previous": None, **more, "results": [row]},
        response_only=True,
        status_codes=["200"],
    )


STREAMS_ANSWER = listed("One stream near its finish", STREAM, **AT)
SEARCH_ANSWER = listed("One stream with this name", {**STREAM, "words": "2 s ago"}, **AT)
STREAM_ANSWER = OpenApiExample(
    "A stream near its finish", STREAM, response_only=True, status_codes=["200"]
)
GAMES_ANSWER = listed("One game", GAME)
MOMENTS_ANSWER = listed("A match that was won", MOMENT)
ON_AIR_ANSWER = OpenApiExample(
    "A switch to a closer finish",
    {
        "game": "pubg",
        "channel": "quietfalcon12",
        "since": "2026-11-23T11:59:40.000Z",
        "reason": "closer",
        "previous": "loudowl7",
        "stream": STREAM,
    },
    response_only=True,
    status_codes=["200"],
)
ORIGINAL_ANSWER = OpenApiExample(
    "As in 2017",
    {
        "stream_name": "QuietFalcon12",
        "alive": 7,
        "stream_url": "https://example.org/quietfalcon12/index.m3u8",
        "updated": "2026-11-23T12:00:04.210Z",
    },
    response_only=True,
    status_codes=["200"],
)
