"""How are the live events described in the schema? They are served outside of what describes the rest."""

from __future__ import annotations

from typing import Any

from webapp.board.events_endpoint import PATH

DESCRIPTION = """Server-sent events of one game, or of all of them mixed.

`board`: `{"game", "at", "streams": [...]}`, the streams as in `/api/v1/streams/`, whenever they change.
`on-air`: as `/api/v1/on-air/` answers, at every switch.

With `Last-Event-ID` the stream resumes: the newest board and the switches since. A comment comes every 15 seconds."""


def describe_events(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    fault = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/FaultShape"}}}}
    result["paths"][PATH] = {"get": {
        "operationId": "api_v1_events", "tags": ["board"],
        "summary": "Changes as they happen", "description": DESCRIPTION,
        "parameters": [
            {"in": "query", "name": "game", "schema": {"type": "string"}, "description": "A game's short name."},
            {"in": "header", "name": "Last-Event-ID", "schema": {"type": "string"}, "description": "Resume after it."},
        ],
        "responses": {
            "200": {"description": "", "content": {"text/event-stream": {"schema": {"type": "string"}}}},
            "404": {"description": "", **fault},
            "503": {"description": "", **fault},
        },
    }}
    result["paths"] = dict(sorted(result["paths"].items()))
    return result
