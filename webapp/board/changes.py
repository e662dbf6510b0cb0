"""What of a board is new to whoever has the one before it?"""

from __future__ import annotations

from webapp.board.bodies import Body


def changes_body(before: Body, board: Body) -> Body:
    """The streams that differ in more than their number's age, and the order of all channels where that is another."""
    known = {stream["channel"]: _but_age(stream) for stream in before["streams"]}
    order = [stream["channel"] for stream in board["streams"]]
    return {
        "game": board["game"], "at": board["at"], "order": None if order == list(known) else order,
        "streams": [stream for stream in board["streams"] if known.get(stream["channel"]) != _but_age(stream)],
    }


def _but_age(stream: Body) -> Body:
    return {name: value for name, value in stream.items() if name != "age_seconds"}
