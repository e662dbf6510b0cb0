"""How long does a match still run by what is known of its game, before any was watched?"""

from __future__ import annotations

from math import exp, log

from scoreboard.forecast.shape import share_left
from scoreboard.games import match_minutes
from scoreboard.models import EndsIn

LOW, HIGH = 0.5, 1.7
"""Of the median: one match in ten ends sooner, one later. Lengths and ends both differ."""
TRUST_PACE = 1 / 3
"""What a match's own pace weighs beside its game's length, as long as they are not far apart."""
FAR = log(4)
"""So far apart, the facts are another game's: the pace alone counts."""


def prior(game: str, most_players: int, alive: int, halved_in: float = 0.0) -> EndsIn | None:
    """From the length of the game's matches and from how fast this one fell; nothing when neither is known."""
    median = prior_seconds(game, most_players, alive, halved_in)
    if median is None:
        return None
    if alive <= 1:
        return EndsIn(0.0, 0.0, 0.0, True)
    return EndsIn(round(LOW * median, 1), round(median, 1), round(HIGH * median, 1), True)


def prior_seconds(game: str, most_players: int, alive: int, halved_in: float = 0.0) -> float | None:
    known = 60.0 * match_minutes(game)
    left = share_left(alive / max(most_players, alive, 2))
    passed = share_left(min(1.0, 2 * alive / max(most_players, 2))) - left
    paced = halved_in / passed if halved_in and passed > 0 else 0.0
    if not known or not paced:
        return (known or paced) * left or None
    apart = log(paced / known)
    return known * exp(apart * min(1.0, max(TRUST_PACE, abs(apart) / FAR))) * left
