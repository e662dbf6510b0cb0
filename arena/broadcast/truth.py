"""What was drawn on a channel, and from when?"""

from typing import Any

from arena.broadcast.channel import TIMELINE_SECONDS, Channel, Played
from arena.broadcast.playlist import iso


def truth(channel: Channel, url: str, now: float) -> dict[str, Any]:
    """The channel's last five minutes up to the end of its newest segment; an entry holds until the next.

    Its last matches beside them: when each ends, also where that is still to come or nobody will see it.
    """
    profile = channel.profile
    return {
        "channel": profile.channel,
        "game": profile.game,
        "name": profile.name,
        "title": profile.title,
        "language": profile.language,
        "viewers": profile.viewers,
        "url": url,
        "until": iso(channel.seen_until),
        "timeline": [
            {
                "from": iso(max(run.at, now - TIMELINE_SECONDS)),
                "state": run.showing.state,
                "phase": run.showing.phase,
                "alive": run.showing.alive,
                "kills": run.showing.kills,
            }
            for run in channel.runs
        ],
        "matches": [_match(played) for played in channel.played],
    }


def _match(played: Played) -> dict[str, Any]:
    course = played.course
    return {
        "from": iso(played.at),
        "ends": iso(played.at + course.ends_at),
        "mode": course.mode,
        "result": course.result,
        "place": course.place,
        "dies": None if course.dies_at is None else iso(played.at + course.dies_at),
        "leaves": iso(played.at + course.leaves_at),
    }
