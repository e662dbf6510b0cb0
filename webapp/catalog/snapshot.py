"""What does the catalog say right now, as the scoreboard's records?"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from scoreboard.games import known_games
from scoreboard.models import Channel, Game, Region
from webapp.catalog import models


@dataclass(frozen=True, slots=True)
class Snapshot:
    games: tuple[Game, ...]
    channels: tuple[Channel, ...]

    @property
    def version(self) -> str:
        """The same for the same content, whichever process asks."""
        digest = hashlib.sha256()
        for record in (*self.games, *self.channels):
            digest.update(record.to_json().encode())
        return digest.hexdigest()[:16]


def current() -> Snapshot:
    games = tuple(game_record(game) for game in models.Game.objects.order_by("slug"))
    channels = models.Channel.objects.order_by("channel").values_list("channel", "rule", "game__slug", "name", "url")
    return Snapshot(games, tuple(
        Channel(channel, rule, game or "", name or channel, url)  # type: ignore[arg-type]
        for channel, rule, game, name, url in channels))


def game_record(game: models.Game) -> Game:
    return Game(
        slug=game.slug, name=game.name, twitch_category=game.twitch_category, enabled=game.enabled,
        stream_limit=game.stream_limit, languages=tuple(code for code in game.languages.replace(",", " ").split()),
        mature=game.mature, rank_by=game.rank_by,  # type: ignore[arg-type]
        final_seconds=game.final_seconds, playing_seconds=game.playing_seconds, waiting_seconds=game.waiting_seconds,
        most_players=game.most_players, profile=game.profile,
        regions=regions_of(game))


def regions_of(game: models.Game) -> dict[str, Region]:
    """What an admin set, else what is built in."""
    if not game.regions and game.slug in known_games():
        return known_games()[game.slug].regions
    return {field: Region.from_dict(region) for field, region in game.regions.items()}
