"""Which streams are watched by URL? ``channel add``, ``channel list``, ``channel remove``."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from webapp.catalog.channels.add import AlreadyWatched, ChannelRefused, prepare_channel
from webapp.catalog.models import Channel


class Command(BaseCommand):
    help = "Watch a stream by its URL, list what is watched, stop watching."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        add = actions.add_parser("add", help="watch a stream")
        add.add_argument(
            "url",
            nargs="?",
            help="a channel's page, an .m3u8 playlist, or any other URL that streamlink opens",
        )
        add.add_argument("--game", help="the game's short name, such as pubg")
        add.add_argument("--name", default="", help="as viewers see it")
        add.add_argument(
            "--from",
            dest="source",
            metavar="FILE",
            help=(
                'many at once: a JSON object a line, {"url": ..., "game": ..., "name": ...}; - is the standard input. '
                "All or none are added; channels that are already watched are skipped."
            ),
        )
        actions.add_parser("list", help="what is watched, allowed and blocked")
        actions.add_parser("remove", help="stop watching").add_argument("channel", nargs="+")

    def handle(self, *args: Any, **options: Any) -> None:
        {"add": self.add, "list": self.list, "remove": self.remove}[options["action"]](options)

    def add(self, options: dict[str, Any]) -> None:
        if options["source"]:
            if options["url"]:
                raise CommandError("Give a URL or --from, not both.")
            self.add_many(options["source"])
            return
        if not options["url"] or not options["game"]:
            raise CommandError("Give the URL and --game.")
        try:
            channel = prepare_channel(options["url"], options["game"], options["name"])
        except ChannelRefused as refused:
            raise CommandError(str(refused)) from None
        channel.save()
        self.stdout.write(f"{channel.channel} is now watched.")

    def add_many(self, source: str) -> None:
        added = passed = 0
        with _opened(source) as lines, transaction.atomic():
            for number, row in _rows(lines):
                try:
                    prepare_channel(*row).save()
                    added += 1
                except AlreadyWatched:
                    passed += 1
                except ChannelRefused as refused:
                    raise CommandError(f"Line {number}: {refused} Nothing was added.") from None
        self.stdout.write(f"{added} now watched, {passed} already were.")

    def list(self, options: dict[str, Any]) -> None:
        for row in Channel.objects.select_related("game"):
            self.stdout.write(
                f"{row.channel:24}  {row.rule:5}  {row.game.slug if row.game else '-':10}  {row.url}"
            )

    def remove(self, options: dict[str, Any]) -> None:
        rows = list(Channel.objects.filter(channel__in=options["channel"]))
        missing = sorted(set(options["channel"]) - {row.channel for row in rows})
        if missing:
            raise CommandError(f"No channel is called {', '.join(missing)[:200]}.")
        with transaction.atomic():
            for row in rows:
                row.delete()
        self.stdout.write(f"{', '.join(row.channel for row in rows)}: no longer watched.")


def _opened(source: str) -> Any:
    if source == "-":
        return nullcontext(sys.stdin)
    try:
        return open(source, encoding="utf-8")
    except OSError as fault:
        raise CommandError(f"Cannot read {source}: {fault.strerror}.") from None


def _rows(lines: Iterable[str] | TextIO) -> Iterator[tuple[int, tuple[str, str, str, str]]]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            texts = row["url"], row["game"], row.get("name", ""), row.get("channel", "")
        except (ValueError, KeyError, TypeError, AttributeError):
            raise CommandError(
                f"Line {number} is not a JSON object with url and game. Nothing was added."
            ) from None
        if not all(isinstance(text, str) for text in texts):
            raise CommandError(
                f"Line {number}: url, game, name and channel are texts. Nothing was added."
            )
        yield number, texts
