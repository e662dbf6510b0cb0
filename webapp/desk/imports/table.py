"""What does a row of a table of channels mean, and how are channels written as one?"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from scoreboard.models import Stream
from webapp.catalog.channels.meant import Meant, NobodyMeant, meant
from webapp.catalog.game_named import UnknownGame, game_named
from webapp.catalog.limits import printable
from webapp.catalog.models import Channel, Game, same_stream
from webapp.catalog.naming import channel_at, channel_for, name_from
from webapp.desk.imports.read_table import COLUMNS, Row, RowRefused
from webapp.desk.imports.spreadsheet import safe

MAX_CELL_LENGTH = 2000
YES = frozenset({"yes", "true", "1", "y", "x"})


@dataclass(frozen=True, slots=True)
class Known:
    """What the rows of one part may speak of."""

    games: tuple[Game, ...]
    live: Mapping[str, Stream]
    stream_url: Callable[[str], str]
    """As it is to be stored; raises ``ValueError`` with a sentence."""


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


def channel_from(row: Row, known: Known) -> Channel:
    """The channel a row describes: a new one, or an existing one with the row's changes. Raises ``RowRefused``."""
    if max(map(len, row.values()), default=0) > MAX_CELL_LENGTH:
        raise RowRefused(f"A cell has more than {MAX_CELL_LENGTH:,} characters.")
    name = printable(row.get("name", ""))
    channel = _identified(row.get("channel", ""), row.get("url", ""), name, known)
    channel.rule = _rule(row.get("rule") or channel.rule)
    if row.get("game"):
        channel.game = _game(row["game"], known.games)
    channel.name = name or channel.name or (name_from(channel.url) if channel.url else "")
    channel.note = printable(row["note"]) if "note" in row else channel.note
    channel.featured = row["featured"].lower() in YES if row.get("featured") else channel.featured
    for side in ("picture_x", "picture_y", "picture_scale"):
        if row.get(side):
            setattr(channel, side, _number(row[side], side))
    return channel


def _identified(wanted: str, typed_url: str, name: str, known: Known) -> Channel:
    channels = Channel.objects.select_related("game")
    if not typed_url and ("/" in wanted or wanted.startswith("@")):
        wanted, typed_url = "", wanted
    if not wanted and not typed_url:
        raise RowRefused("Give a channel or a URL.")
    url = _url(typed_url, known) if typed_url else ""
    found = channels.filter(channel=wanted.lower()) if wanted else channels.filter(same_stream(url))
    channel = found.first()
    if channel is None and not url:
        return _meant(wanted, known)
    if channel is None:
        channel = Channel(channel=wanted or channel_for(url, name, Channel.is_taken))
    if url and not _is_same(url, channel.url):
        channel.url = url
    return channel


def _meant(wanted: str, known: Known) -> Channel:
    try:
        found: Meant = meant(wanted, known.live)
    except NobodyMeant as nobody:
        raise RowRefused(str(nobody)) from None
    row = Channel.objects.select_related("game").filter(channel=found.channel).first()
    return row or Channel(channel=found.channel, url=found.url, name=found.name)


def _is_same(url: str, stored: str) -> bool:
    channel = channel_at(url)
    return url == stored or bool(channel and channel == channel_at(stored))


def _url(text: str, known: Known) -> str:
    try:
        return known.stream_url(text)
    except ValueError as refused:
        raise RowRefused(str(refused)) from None


def _rule(text: str) -> str:
    if text.lower() not in Channel.Rule.values:
        raise RowRefused(
            f"The rule must be one of {', '.join(Channel.Rule.values)}, not {text[:40]!r}."
        )
    return text.lower()


def _game(text: str, games: Iterable[Game]) -> Game:
    try:
        return game_named(text, games)
    except UnknownGame as unknown:
        raise RowRefused(str(unknown)) from None


def _number(text: str, side: str) -> float:
    """As spreadsheets write it, also with a decimal comma; whether it is in range is the model's to say."""
    try:
        return float(text.replace(",", "."))
    except ValueError:
        raise RowRefused(f"{side} must be a number, not {text[:40]!r}.") from None
