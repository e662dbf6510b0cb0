"""Who broadcasts tonight?"""

import random
from collections.abc import Iterator

from arena.channel import Channel, Profile
from arena.clip import GAMES
from arena.match import Pace, matches
from arena.mishap import befall, plan
from arena.showing import Showing

FIRST = ("Quiet", "Rusty", "Velvet", "Static", "Marble", "Copper", "Lunar", "Salty", "Hollow", "Turbo", "Pixel", "Mellow")
SECOND = ("Falcon", "Otter", "Comet", "Badger", "Lantern", "Wizard", "Magpie", "Anvil", "Teapot", "Raccoon", "Saddle")
TITLES = ("road to the top", "solo all night", "first win today?", "chill games, say hello", "grinding ranked",
          "new mouse, who dis", "squads with viewers", "one more and then bed")  # fmt: skip
LANGUAGES = ("en", "en", "en", "de", "fr", "es", "pt", "ko")


def lineup(count: int, seed: int, began: float, pace: Pace, segment_seconds: float, *, healthy: bool) -> list[Channel]:
    """Channels of every game in turn, each somewhere in its match when the arena opens at `began`."""
    return [_channel(number, seed, began, pace, segment_seconds, healthy=healthy) for number in range(count)]


def profile(channel: str, game: str, rng: random.Random) -> Profile:
    name = rng.choice(FIRST) + rng.choice(SECOND) + str(rng.randrange(100))
    return Profile(channel, game, name, rng.choice(TITLES), rng.choice(LANGUAGES), int(10 ** rng.uniform(0.5, 4.2)))


def _channel(
    number: int, seed: int, began: float, pace: Pace, segment_seconds: float, *, healthy: bool
) -> Channel:
    game = GAMES[number % len(GAMES)]
    channel = f"arena-{game}-{number // len(GAMES) + 1:02d}"
    rng = random.Random(f"{seed} {channel}")
    who = profile(channel, game, rng)
    clips = matches(game, rng, pace, segment_seconds)
    script = befall(clips, () if healthy else plan(number), rng, segment_seconds)
    match_seconds = pace.lobby_seconds + pace.playing_seconds + pace.over_seconds
    return opened_before(Channel(who, script, began - rng.uniform(20, 20 + match_seconds), segment_seconds), began)


def opened_before(channel: Channel, began: float) -> Channel:
    """Has the channel publish what it broadcast before the arena opened."""
    channel.advance(began)
    return channel


def scripted(showings: Iterator[Showing], who: Profile, began: float, segment_seconds: float) -> Channel:
    """A channel with a script of its own, which begins when the arena opens."""
    return Channel(who, showings, began, segment_seconds)
