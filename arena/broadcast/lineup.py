"""Who broadcasts tonight?"""

import random

from arena.broadcast.channel import Channel, Profile
from arena.clips.clip import GAMES
from arena.script.match import Pace, matches
from arena.script.mishap import befall, plan

FIRST = (
    "Quiet",
    "Rusty",
    "Velvet",
    "Static",
    "Marble",
    "Copper",
    "Lunar",
    "Salty",
    "Hollow",
    "Turbo",
    "Pixel",
    "Mellow",
)
SECOND = (
    "Falcon",
    "Otter",
    "Comet",
    "Badger",
    "Lantern",
    "Wizard",
    "Magpie",
    "Anvil",
    "Teapot",
    "Raccoon",
    "Saddle",
)
TITLES = ("road to the top", "solo all night", "first win today?", "chill games, say hello", "grinding ranked",
          "new mouse, who dis", "squads with viewers", "one more and then bed")  # fmt: skip
LANGUAGES = ("en", "en", "en", "de", "fr", "es", "pt", "ko")


def lineup(
    count: int, seed: int, began: float, pace: Pace, segment_seconds: float, *, healthy: bool
) -> list[Channel]:
    """Channels of every game in turn, each somewhere in its match when the arena opens at `began`."""
    return [
        _channel(number, seed, began, pace, segment_seconds, healthy=healthy)
        for number in range(count)
    ]


def game_of(number: int) -> str:
    """Of the channel with this number."""
    return GAMES[number % len(GAMES)]


def profile(channel: str, game: str, name: str, title: str, rng: random.Random) -> Profile:
    return Profile(
        channel, game, name, title, rng.choice(LANGUAGES), int(10 ** rng.uniform(0.5, 4.2))
    )


def _channel(
    number: int, seed: int, began: float, pace: Pace, segment_seconds: float, *, healthy: bool
) -> Channel:
    game = game_of(number)
    channel = f"arena-{game}-{number // len(GAMES) + 1:02d}"
    rng = random.Random(f"{seed} {channel}")
    name = rng.choice(FIRST) + rng.choice(SECOND) + str(rng.randrange(100))
    who = profile(channel, game, name, rng.choice(TITLES), rng)
    healthy_script = matches(game, rng, pace, segment_seconds)
    script = befall(healthy_script, () if healthy else plan(number), rng, segment_seconds)
    match_seconds = pace.lobby_seconds + pace.playing_seconds + pace.over_seconds
    on_air = Channel(who, script, began - rng.uniform(20, 20 + match_seconds), segment_seconds)
    on_air.advance(began)
    return on_air
