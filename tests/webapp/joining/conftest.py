"""What do the tests of submissions share?"""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def pubg(db: None) -> Any:
    from webapp.catalog.models import Game

    Game.objects.filter(slug="pubg").update(enabled=True)
    return Game.objects.get(slug="pubg")


@pytest.fixture
def add(client: Any, pubg: Any):
    """Submits a channel as the page does, from an address."""

    def add(channel: str, platform: str = "twitch", game: str = "pubg", address: str = "192.0.2.1"):
        form = {"channel": channel, "platform": platform, "game": game}
        return client.post("/add/", form, REMOTE_ADDR=address)

    return add
