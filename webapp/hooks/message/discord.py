"""What does Discord's form of an event hold?

A message with one embed, for Execute Webhook (https://docs.discord.com/developers/resources/webhook). Its limits, of
the page on the Message resource: title 256 characters, description 4,096, field name 256 and value 1,024, footer
2,048, 6,000 in all; one that is longer is refused as a whole.
"""

from __future__ import annotations

import json
import re
from math import floor
from typing import Any

from scoreboard.models import EndsIn, RankedStream
from scoreboard.requests import Milestone
from webapp.board.bodies import iso

USER_NAME = "Rotisserie"
TITLE, FOOTER, ADDRESS = 256, 2048, 2000
COLORS = {"final-ten": 0xF0B429, "final-three": 0xE8590C, "won": 0x2F9E44, "on-air": 0x1971C2}
TITLES = {
    "final-ten": "{} is in the final ten",
    "final-three": "{} is in the final three",
    "won": "{} won",
    "on-air": "{} is on air",
}
_MARKUP = re.compile(r"([\\*_~|`>\[\]()<#@:-])")
"""A streamer's name is text: it makes no link, no mention and no emoji."""


def discord_body(milestone: Milestone, game_name: str) -> str:
    stream = milestone.stream
    title = TITLES[milestone.kind].format(escaped(stream.name or stream.channel))
    embed: dict[str, Any] = {
        "title": title[:TITLE],
        "color": COLORS[milestone.kind],
        "timestamp": iso(milestone.at),
        "fields": _fields(milestone),
        "footer": {"text": game_name[:FOOTER]},
    }
    if stream.page_url.startswith(("https://", "http://")) and len(stream.page_url) <= ADDRESS:
        embed["url"] = stream.page_url
    return _message(embed)


def discord_test(name: str, now: float) -> str:
    sentence = f"The webhook {escaped(name)} works."
    return _message({"title": "Test", "description": sentence, "timestamp": iso(now)})


def escaped(text: str) -> str:
    return _MARKUP.sub(r"\\\1", text)


def forecast(ends_in: EndsIn | None) -> str:
    """Empty when nothing is known. The page's notices say the same: ``endsInWords`` of words.js."""
    if ends_in is None:
        return ""
    if ends_in.high < 60:
        return "under a minute"
    low, high = (max(1, floor(each / 60 + 0.5)) for each in (ends_in.low, ends_in.high))
    return f"{low} min" if low == high else f"{low} to {high} min"


def _fields(milestone: Milestone) -> list[dict[str, Any]]:
    stream: RankedStream = milestone.stream
    is_over = milestone.kind == "won"
    said = {
        "Alive": "" if is_over or stream.alive is None else str(stream.alive),
        "Kills": "" if stream.kills is None else str(stream.kills),
        "Ends in": "" if is_over else forecast(stream.ends_in),
    }
    return [{"name": name, "value": value, "inline": True} for name, value in said.items() if value]


def _message(embed: dict[str, Any]) -> str:
    return json.dumps(
        {"username": USER_NAME, "embeds": [embed], "allowed_mentions": {"parse": []}},
        separators=(",", ":"),
    )
