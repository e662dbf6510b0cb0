"""Which channels does an arena broadcast? All of them are watched: ``watch_arena http://arena:8090``."""

from __future__ import annotations

import json
import time
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, transaction

from webapp.catalog.models import Channel
from webapp.catalog.watch import AlreadyWatched, prepare_channel

PAUSE_SECONDS = 2.0


class Command(BaseCommand):
    help = "Watch the channels of an arena, and those alone of that arena."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("arena", help="its address, such as http://arena:8090")
        parser.add_argument("--wait-seconds", type=float, default=0.0,
                            help="how long it may take until the arena and the database answer")

    def handle(self, *args: Any, **options: Any) -> None:
        arena = options["arena"].rstrip("/")
        if urlsplit(arena).scheme not in ("http", "https"):
            raise CommandError("The arena's address begins with http:// or https://.")
        ends_at = time.monotonic() + options["wait_seconds"]
        while True:
            try:
                added, removed = watch(arena)
                break
            except (URLError, OSError, ValueError, DatabaseError) as fault:
                if time.monotonic() > ends_at:
                    raise CommandError(f"{arena} cannot be watched: {fault}") from None
                time.sleep(PAUSE_SECONDS)
        self.stdout.write(f"{added} watched from now on, {removed} no longer.")


def watch(arena: str) -> tuple[int, int]:
    """How many channels were added, and how many removed that the arena no longer has."""
    with urlopen(f"{arena}/truth", timeout=10) as answer:  # noqa: S310 - its scheme was looked at
        rows = json.load(answer)["channels"]
    gone = Channel.objects.filter(url__startswith=f"{arena}/live/").exclude(url__in=[row["url"] for row in rows])
    added = removed = 0
    with transaction.atomic():
        for channel in gone:
            channel.delete()
            removed += 1
        for row in rows:
            try:
                prepare_channel(row["url"], row["game"], row["name"], row["channel"]).save()
                added += 1
            except AlreadyWatched:
                continue
    return added, removed
