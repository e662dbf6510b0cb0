"""One row of each kind, for addresses that name one."""

from __future__ import annotations

from datetime import UTC, datetime


def fill() -> None:
    from django.contrib.auth.models import User

    from webapp.catalog.models import Channel, Game
    from webapp.catalog.regions_history import save_regions
    from webapp.desk.models import ChannelImport, Doubt, Match
    from webapp.hooks.message.sign import new_secret
    from webapp.hooks.models import Delivery, Webhook

    at = datetime(2026, 1, 2, tzinfo=UTC)
    game = Game.objects.order_by("pk").first()
    assert game is not None
    region = {"x": 0.1, "y": 0.1, "width": 0.1, "height": 0.1}
    save_regions(game, {"alive": region}, "fuzz")
    Channel.objects.create(channel="one", rule=Channel.Rule.BLOCK)
    Match.objects.create(channel="one", name="One", game=game.slug, ended_at=at, alive=1, won=True)
    Doubt.objects.create(
        channel="one", game=game.slug, captured_at=at, frame_height=720, confidence=0.5, cutouts={}
    )
    ChannelImport.objects.create(file_name="a.csv", rows=[], total=0)
    User.objects.create_user("other")
    # Nothing listens there, and a private address is refused.
    hook = Webhook.objects.create(name="One", url="https://127.0.0.1:1/", secret=new_secret())
    Delivery.objects.create(
        webhook=hook, event="evt_1", kind="won", happened_at=at, created_at=at, body="{}"
    )
