"""How do channels stand in a table for other programs, and what does a row of one mean?"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from functools import lru_cache

from django.conf import settings

from webapp.catalog.channels.naming import channel_for, name_from
from webapp.catalog.channels.url_check import UrlRefused, check_stream_url, resolve_host
from webapp.catalog.models import Channel, Game, printable
from webapp.desk.imports.spreadsheet import plain, safe

COLUMNS = (
    "channel",
    "rule",
    "game",
    "name",
    "url",
    "featured",
    "note",
    "picture_x",
    "picture_y",
    "picture_scale",
)
MAX_ROWS = 50_000
MAX_CELL_LENGTH = 2000
YES = frozenset({"yes", "true", "1"})
resolved = lru_cache(maxsize=4096)(resolve_host)


class RowRefused(ValueError):
    """The sentence says why."""


def channels_csv(channels: Iterable[Channel]) -> str:
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow(COLUMNS)
    for row in channels:
        table.writerow(
            [
                row.channel,
                row.rule,
                row.game.slug if row.game else "",
                safe(row.name),
                safe(row.url),
                "yes" if row.featured else "no",
                safe(row.note),
                row.picture_x,
                row.picture_y,
                row.picture_scale,
            ]
        )
    return written.getvalue()


def rows_of(text: str) -> list[dict[str, str]]:
    """Raises ``RowRefused`` when the table as a whole cannot be used."""
    try:
        table = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), strict=True)
        unknown = [name for name in table.fieldnames or [] if name not in COLUMNS]
        if unknown or not {"channel", "url"} & set(table.fieldnames or []):
            raise RowRefused(
                f"The first line names columns: some of {', '.join(COLUMNS)}; channel or url at least."
            )
        rows = [
            {name: plain((value or "").strip()) for name, value in row.items() if name}
            for row in table
        ]
    except csv.Error as fault:
        raise RowRefused(f"This is not CSV: {fault}.") from None
    if len(rows) > MAX_ROWS:
        raise RowRefused(f"There are {len(rows):,} rows; {MAX_ROWS:,} is the most.")
    return rows


def channel_from(row: dict[str, str], games: dict[str, Game]) -> Channel:
    """The channel that a row says, new or as it stands changed by what the row names. Raises ``RowRefused``."""
    if max(map(len, row.values()), default=0) > MAX_CELL_LENGTH:
        raise RowRefused(f"A cell has more than {MAX_CELL_LENGTH:,} characters.")
    url = _url(row.get("url", ""))
    name = printable(row.get("name", ""))
    channel = _standing(row.get("channel", ""), url, name)
    channel.rule = _rule(row.get("rule") or channel.rule)
    if row.get("game"):
        channel.game = _game(row["game"], games)
    channel.url, channel.name = (
        url or channel.url,
        name or channel.name or (name_from(url) if url else ""),
    )
    channel.note = printable(row["note"]) if "note" in row else channel.note
    channel.featured = row["featured"].lower() in YES if row.get("featured") else channel.featured
    for side in ("picture_x", "picture_y", "picture_scale"):
        if row.get(side):
            setattr(channel, side, _number(row[side], side))
    if channel.rule == Channel.Rule.WATCH and not (channel.url and channel.game):
        raise RowRefused("A channel that is watched needs a URL and a game.")
    return channel


def _standing(wanted: str, url: str, name: str) -> Channel:
    if not wanted and not url:
        raise RowRefused("It names neither a channel nor a URL.")
    channels = Channel.objects.select_related("game")
    known = None if wanted else channels.filter(url=url).first()
    if known is None:
        wanted = wanted or channel_for(
            url, name, lambda trial: channels.filter(channel=trial).exists()
        )
        known = channels.filter(channel=wanted).first()
    return known or Channel(channel=wanted)


def _url(text: str) -> str:
    try:
        return check_stream_url(text, settings.ALLOWED_STREAM_HOSTS, resolved) if text else ""
    except UrlRefused as refused:
        raise RowRefused(str(refused)) from None


def _rule(text: str) -> str:
    if text not in Channel.Rule.values:
        raise RowRefused(f"The rule is one of {', '.join(Channel.Rule.values)}, not {text[:40]!r}.")
    return text


def _game(slug: str, games: dict[str, Game]) -> Game:
    if slug not in games:
        raise RowRefused(
            f"Unknown game {slug[:40]!r}: the known ones are {', '.join(sorted(games))}."
        )
    return games[slug]


def _number(text: str, side: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise RowRefused(f"{side} is a number, not {text[:40]!r}.") from None
