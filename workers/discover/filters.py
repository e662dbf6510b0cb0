"""Why is a live stream not watched?"""

from __future__ import annotations

from scoreboard.models import Channel, Game, Stream
from workers.discover.platforms import LiveStream


def why_passed_over(
    row: LiveStream, game: Game, rule: Channel | None, kept: int, limit: int
) -> str:
    """For admins; empty when it is watched. ``limit``: of the platform; ``kept``: how many of it are watched by now."""
    if rule and rule.rule == "block":
        return "blocked by an admin"
    if kept >= limit:
        return f"the {limit} streams wanted of {game.name} have more viewers"
    if passes_filters(rule, game):
        return ""
    if not game.mature and row.mature:
        because = f" ({', '.join(row.mature_because)})" if row.mature_because else ""
        return f"marked as mature{because}"
    if not is_spoken(row.language, game):
        return f"its language is {row.language}"
    return ""


def passes_filters(rule: Channel | None, game: Game) -> bool:
    """Whether an admin takes the channel whatever the filters of ``game`` say."""
    return (
        rule is not None
        and (rule.featured or rule.rule == "allow")
        and rule.game in ("", game.slug)
    )


def is_still_wanted(stream: Stream, game: Game, rule: Channel | None) -> bool:
    """Whether a stream found earlier passes the filters as they are now, as far as a stream tells."""
    if rule and rule.rule == "block":
        return False
    return passes_filters(rule, game) or is_spoken(stream.language, game)


def is_spoken(language: str, game: Game) -> bool:
    """``en-us`` where ``en`` is wanted, too, and a stream whose platform does not tell: many on YouTube."""
    wanted = game.languages
    return not wanted or not language or bool({language, language.partition("-")[0]} & {*wanted})
