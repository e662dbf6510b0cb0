"""What does a test of the site need: a database of its own, made once and emptied between tests."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from scoreboard.games import known_games
from scoreboard.store import Store
from tests.migrated import migrated

ALLOWED_STREAM_HOST = "127.0.0.1:8999"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, redis_url: str) -> Path:
    """Django, set up as a site for others is: a database, a key and the hosts are named."""
    folder = tmp_path_factory.mktemp("site")
    os.environ.update(
        DJANGO_SETTINGS_MODULE="webapp.settings",
        SECRET_KEY="for tests",
        REDIS_URL=redis_url,
        DATABASE_URL=f"sqlite:///{folder / 'site.sqlite3'}",
        ALLOWED_HOSTS="testserver,localhost,127.0.0.1",
        ALLOWED_STREAM_HOSTS=ALLOWED_STREAM_HOST,
    )
    migrated(folder / "site.sqlite3")
    import django
    from django.conf import settings

    django.setup()
    # Half a second for each password is for those who guess them.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return folder


@pytest.fixture
def db(site: Path) -> Iterator[None]:
    from django.contrib.auth.models import User

    from webapp.catalog.models import Channel, Game, RegionsVersion
    from webapp.catalog.platforms import columns_of
    from webapp.desk.models import Doubt, Match
    from webapp.hooks.models import Webhook
    from webapp.joining.models import Submission

    yield
    for model in (Webhook, Submission, Channel, RegionsVersion, Doubt, Match, User):
        model.objects.all().delete()
    Game.objects.exclude(slug__in=known_games()).delete()
    for game in known_games().values():
        Game.objects.filter(slug=game.slug).update(
            enabled=game.enabled,
            name=game.name,
            languages="",
            regions={},
            twitch_category=game.twitch_category,
            stream_limit=game.stream_limit,
            **columns_of(game),
        )


@pytest.fixture
def admin(client):
    from django.contrib.auth.models import User

    client.force_login(User.objects.create_superuser("admin", password="admin"))
    return client


@pytest.fixture
def client(db: None, store: Store):
    from django.test import Client

    from webapp.server import loops, probes
    from webapp.store import link as scoreboard_link

    scoreboard_link.store.cache_clear()  # each test's site begins without memories
    probes._ready.clear()
    loops.loops.clear()
    return Client()
