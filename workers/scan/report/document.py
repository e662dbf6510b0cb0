"""What is in timeline.json?"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from workers.scan.timeline.records import Match, Silence, Timeline


def document(timeline: Timeline, name: str, game: str) -> str:
    """Times are seconds since the recording began; ``null``: not known."""
    return json.dumps(_body(timeline, name, game), indent=1, ensure_ascii=False) + "\n"


def _body(timeline: Timeline, name: str, game: str) -> dict[str, Any]:
    return {
        "recording": name,
        "game": game,
        "seconds": round(timeline.seconds, 3) or None,
        "scanned_seconds": timeline.scanned_seconds,
        "complete": not timeline.problem,
        "problem": timeline.problem or None,
        "looks": len(timeline.rows),
        "matches": [_match(match) for match in timeline.matches],
        "highlights": [asdict(each) for each in timeline.highlights],
        "jumps": [asdict(each) for each in timeline.jumps],
        "outside": [
            {"reason": each.reason, "seconds": round(each.end - each.begin, 3), "looks": each.looks}
            for each in timeline.outside
        ],
    }


def _match(match: Match) -> dict[str, Any]:
    return {
        "number": match.number,
        "begin": match.begin,
        "end": match.end,
        "is_over": match.is_over,
        "out": match.out,
        "result": match.result or None,
        "place": match.place,
        "mode": match.mode or None,
        "kills": match.kills,
        "kills_at": [asdict(kill) for kill in match.kills_at],
        "curve": [list(point) for point in match.curve],
        "silences": [_silence(each) for each in match.silences],
    }


def _silence(silence: Silence) -> dict[str, Any]:
    return {
        "begin": silence.begin,
        "end": round(silence.end, 3),
        "looks": silence.looks,
        "reason": silence.reason,
    }
