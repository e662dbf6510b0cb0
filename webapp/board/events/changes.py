"""What of a board is new to whoever has the one before it?"""

from __future__ import annotations

from webapp.board.bodies import Body

ALWAYS = ("channel", "age_seconds")
NEVER = object()


def changes_body(before: Body, board: Body) -> Body:
    """What changed of each stream, beside its number's age; and the order of all channels where that is another."""
    known = {stream["channel"]: stream for stream in before["streams"]}
    order = [stream["channel"] for stream in board["streams"]]
    changed = [_changed(known.get(stream["channel"], {}), stream) for stream in board["streams"]]
    return {
        "game": board["game"],
        "at": board["at"],
        "order": None if order == list(known) else order,
        "streams": [stream for stream in changed if len(stream) > len(ALWAYS)],
    }


def _changed(before: Body, stream: Body) -> Body:
    return {
        name: value
        for name, value in stream.items()
        if name in ALWAYS or before.get(name, NEVER) != value
    }
