"""How are the live events and pictures described, which are served outside REST framework?"""

from __future__ import annotations

from typing import Any

from webapp.board.events.endpoint import PATH
from webapp.board.pictures.row_picture import WIDTHS

DESCRIPTION = """Server-sent events of one game, or of all of them mixed.

`board`: `{"game", "at", "streams": [...]}`, the streams as in `/api/v1/streams/`, whenever they change.
`on-air`: as `/api/v1/on-air/` answers, whenever it changes: a switch, another stream beside it, what comes next.
`changes`, with `?changes=1` and after a first `board`: `{"game", "at", "streams": [...], "order": [...]}`: of streams
that changed `channel`, `age_seconds` and what changed; the order of all channels, null where it stayed.

With `Last-Event-ID` the stream resumes: the newest board and the switches since. A comment comes every 15 seconds."""


CHANNEL = {
    "in": "path",
    "name": "channel",
    "required": True,
    "schema": {"type": "string", "minLength": 1},
    "description": "The stream's name in addresses.",
}
MILLISECONDS = {
    "in": "path",
    "name": "milliseconds",
    "required": True,
    "description": "When, since 1970.",
    "schema": {"type": "integer", "minimum": 0, "maximum": 10**15 - 1},
}
WIDTH = {
    "in": "path",
    "name": "width",
    "required": True,
    "description": "In pixels.",
    "schema": {"type": "integer", "enum": list(WIDTHS)},
}


def add_streaming_endpoints(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    fault = {
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/FaultShape"}}}
    }
    result["paths"][PATH] = {
        "get": {
            "operationId": "api_v1_events",
            "tags": ["board"],
            "summary": "Changes as they happen",
            "description": DESCRIPTION,
            "parameters": [
                {
                    "in": "query",
                    "name": "game",
                    "schema": {"type": "string"},
                    "description": "A game's short name.",
                },
                {
                    "in": "query",
                    "name": "changes",
                    "schema": {"type": "integer", "enum": [0, 1]},
                    "description": "1: only changes after the first board.",
                },
                {
                    "in": "query",
                    "name": "tag",
                    "schema": {"type": "string"},
                    "description": "With `changes`: of the page's board; what changed since is sent.",
                },
                {
                    "in": "header",
                    "name": "Last-Event-ID",
                    "schema": {"type": "string"},
                    "description": "Resume after it.",
                },
            ],
            "responses": {
                "200": {
                    "description": "",
                    "content": {"text/event-stream": {"schema": {"type": "string"}}},
                },
                "404": {"description": "", **fault},
                "503": {"description": "", **fault},
            },
        }
    }
    result["paths"] |= {
        "/preview/{channel}.jpg": _picture(
            "preview",
            "Preview of a stream",
            "A JPEG of at most 256 by 144 pixels, at most a minute and a half old; kept by caches for ten seconds.",
            [CHANNEL],
        ),
        "/preview/{channel}/{width}.webp": _picture(
            "preview_of_row",
            "Preview of a stream, row size",
            "The same, at most this many pixels wide.",
            [CHANNEL, WIDTH],
            "image/webp",
        ),
        "/preview/{channel}/{milliseconds}.jpg": _picture(
            "preview_of_finish",
            "Final frame of a match",
            "The `picture_url` of a moment. It never changes, and expires with the moment.",
            [CHANNEL, MILLISECONDS],
        ),
    }
    result["paths"] = dict(sorted(result["paths"].items()))
    return result


def _picture(
    operation: str,
    summary: str,
    description: str,
    parameters: list[dict[str, Any]],
    kind: str = "image/jpeg",
) -> dict[str, Any]:
    sentence = {"content": {"text/plain": {"schema": {"type": "string"}}}}
    return {
        "get": {
            "operationId": operation,
            "tags": ["board"],
            "summary": summary,
            "description": description,
            "parameters": parameters,
            "responses": {
                "200": {
                    "description": "",
                    "content": {kind: {"schema": {"type": "string", "format": "binary"}}},
                },
                "304": {
                    "description": "The picture has not changed since the ETag in If-None-Match."
                },
                "404": {"description": "No picture of this stream is available.", **sentence},
                "503": {"description": "The scoreboard is not responding.", **sentence},
            },
        }
    }
