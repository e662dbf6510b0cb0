"""What is in the catalog right now, as the scoreboard's records?"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, QuerySet, Sum

from scoreboard.games import known_games
from scoreboard.models import Channel, Correction, Game, Region
from scoreboard.taught.profile import REGION
from webapp.catalog import models
from webapp.catalog.platforms import categories_of, limits_of

_FIELDS = (
    "channel",
    "rule",
    "game__slug",
    "name",
    "url",
    "featured",
    "picture_x",
    "picture_y",
    "picture_scale",
)


@dataclass(frozen=True, slots=True)
class Snapshot:
    games: tuple[Game, ...]
    rows: tuple[tuple[Any, ...], ...]
    """Of the channels, as the database gives them: records are made of them only when they are published."""

    @property
    def version(self) -> str:
        """The same for the same content, whichever process asks."""
        digest = hashlib.sha256()
        for game in self.games:
            digest.update(game.to_json().encode())
        digest.update(repr(self.rows).encode())
        return digest.hexdigest()[:16]

    @property
    def channels(self) -> tuple[Channel, ...]:
        return tuple(_channel(*row) for row in self.rows)


def current() -> Snapshot:
    taught = {version.game_id: version for version in _in_use().defer("profile")}
    games = tuple(
        game_record(game, taught.get(game.pk)) for game in models.Game.objects.order_by("slug")
    )
    rows = models.Channel.objects.order_by("channel").values_list(*_FIELDS)
    return Snapshot(games, tuple(rows))


def mark() -> tuple[Any, ...]:
    """Changes with nearly every change of the catalog, and costs next to nothing to ask for."""
    channels = models.Channel.objects.aggregate(Count("pk"), Sum("pk"), Max("changed_at"))
    games = models.Game.objects.order_by("pk").values_list()
    return (*channels.values(), *games, *_in_use().values_list("pk"))


def taught_profiles() -> dict[str, str]:
    """Those in use, by game, as JSON."""
    return dict(_in_use().values_list("game__slug", "profile"))


def taught_version(game: models.Game) -> models.TaughtVersion | None:
    """The one in use."""
    return _in_use().filter(game=game).first()


def _in_use() -> QuerySet[models.TaughtVersion]:
    return models.TaughtVersion.objects.filter(in_use=True).order_by("pk")


def _channel(
    channel: str,
    rule: str,
    game: str | None,
    name: str,
    url: str,
    featured: bool,
    x: float,
    y: float,
    scale: float,
) -> Channel:
    correction = Correction(x, y, scale)
    return Channel(
        channel,
        rule,  # type: ignore[arg-type]
        game or "",
        name or channel,
        url,
        None if correction == Correction() else correction,
        featured,
    )


def game_record(game: models.Game, taught: models.TaughtVersion | None = None) -> Game:
    """``taught``: its version that is in use."""
    regions = regions_of(game)
    if taught:
        regions = {**regions, REGION: Region.from_dict(taught.region)}
    return Game(
        slug=game.slug,
        name=game.name,
        twitch_category=game.twitch_category,
        enabled=game.enabled,
        stream_limit=game.stream_limit,
        languages=tuple(code for code in game.languages.replace(",", " ").split()),
        mature=game.mature,
        rank_by=game.rank_by,  # type: ignore[arg-type]
        final_seconds=game.final_seconds,
        playing_seconds=game.playing_seconds,
        waiting_seconds=game.waiting_seconds,
        most_players=game.most_players,
        profile=game.profile,
        regions=regions,
        categories=categories_of(game),
        limits=limits_of(game),
        taught=taught.digest if taught else "",
    )


def regions_of(game: models.Game) -> dict[str, Region]:
    """What an admin set, else what is built in."""
    if not game.regions and game.slug in known_games():
        return known_games()[game.slug].regions
    return {field: Region.from_dict(region) for field, region in game.regions.items()}
