"""What does the signed JSON of an event hold?"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from scoreboard.requests import Milestone
from webapp.board.bodies import iso, stream_body

TYPES = {
    "final-ten": "match.final_ten",
    "final-three": "match.final_three",
    "won": "match.won",
    "on-air": "stream.on_air",
}
"""By the kind of the milestone."""
TEST_TYPE = "webhook.test"
_ID_CHARACTERS = 32


def event_id(milestone: Milestone) -> str:
    """The same in every report of the event. Without a dot, which separates what is signed."""
    return "evt_" + sha256(milestone.id.encode()).hexdigest()[:_ID_CHARACTERS]


def json_body(milestone: Milestone, game_name: str) -> str:
    """``stream`` is what the API says of the stream, as it was when the event happened."""
    stream = milestone.stream
    data: dict[str, Any] = {"game": {"slug": stream.game, "name": game_name}}
    if milestone.kind == "on-air":
        data |= {"board": milestone.board, "reason": milestone.reason}
    data["stream"] = stream_body(stream, milestone.at)
    return _compact(TYPES[milestone.kind], milestone.at, data)


def json_test(name: str, now: float) -> str:
    return _compact(TEST_TYPE, now, {"webhook": name})


def _compact(kind: str, at: float, data: dict[str, Any]) -> str:
    return json.dumps({"type": kind, "timestamp": iso(at), "data": data}, separators=(",", ":"))
