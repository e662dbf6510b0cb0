"""What changed between two boards?"""

from __future__ import annotations

from webapp.board.bodies import Body

ALWAYS = ("channel", "age_seconds")
NEVER = object()


def changes_body(before: Body, board: Body) -> Body:
    """The fields of each stream that changed, apart from its age; and the new order of channels, if it changed."""
    known = {stream["channel"]: stream for stream in before["streams"]}
    order = [stream["channel"] for stream in board["streams"]]
    changed = [_changed(known.get(stream["channel"], {}), stream) for stream in board["streams"]]
    return {
        "game": board["game"],
        "at": board["at"],
        "count": board["count"],
        "order": None if order == list(known) else order,
        "streams": [stream for stream in changed if len(stream) > len(ALWAYS)],
    }


def is_nothing(changes: Body, before: Body) -> bool:
    """Whether the board is the same but for its time and the ages."""
    return (
        not changes["streams"] and changes["order"] is None and changes["count"] == before["count"]
    )


def _changed(before: Body, stream: Body) -> Body:
    return {
        name: value
        for name, value in stream.items()
        if name in ALWAYS or before.get(name, NEVER) != value
    }
