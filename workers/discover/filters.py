"""Why is a live stream not watched?"""

from __future__ import annotations

from collections.abc import Iterable

from scoreboard.models import Channel, Game, Stream
from workers.discover.twitch import LiveStream, mature_labels


def why_passed_over(
    row: LiveStream, game: Game, rule: Channel | None, kept: int, labels: Iterable[str] = ()
) -> str:
    """For admins; empty when it is watched. ``labels``: the channel's content labels, as far as they are known."""
    if rule and rule.rule == "block":
        return "blocked by an admin"
    if kept >= game.stream_limit:
        return f"the {game.stream_limit} streams wanted of {game.name} have more viewers"
    if passes_filters(rule, game):
        return ""
    if not game.mature and (row.mature or (adult := mature_labels(labels))):
        return "marked as mature" + ("" if row.mature else f" ({', '.join(adult)})")
    if game.languages and row.language not in game.languages:
        return f"its language is {row.language or 'not known'}"
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
    return passes_filters(rule, game) or not game.languages or stream.language in game.languages
