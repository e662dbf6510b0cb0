"""How does an admin order a scan? Checked once, with a sentence for whatever is wrong."""

from __future__ import annotations

import re
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from scoreboard.models import Game as GameRecord
from scoreboard.scans.scan import MAX_OPEN_SCANS, MAX_SCAN_FRAMES, Scan, ScanOrder, Want
from webapp.catalog.channels.url_check import UrlRefused, check_stream_url
from webapp.catalog.models import Game, TaughtVersion
from webapp.catalog.publish.snapshot import game_record
from webapp.store.link import store

MAX_TIMES_CHARACTERS = 200
_TIME = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)|(\d{1,5})", re.ASCII)


def order_report(
    request: HttpRequest, game: Game, version: TaughtVersion | None, reads_with: str
) -> ScanOrder:
    """``version``: read with this taught profile, in use or not. Raises ``ValidationError`` and ``RedisError``."""
    record = game_record(game, version)
    made = _order(request, "report", record, reads_with=reads_with)
    store().order_scan(made, version.profile if version else "")
    return made


def order_frames(request: HttpRequest, game: Game, room: int) -> ScanOrder:
    """``room``: there may be so many. Raises ``ValidationError`` and ``RedisError``."""
    most = min(room, MAX_SCAN_FRAMES)
    if most < 1:
        raise ValidationError("There is no room for more frames: remove one first.")
    times = times_from(request.POST.get("times", ""))
    if len(times) > most:
        raise ValidationError(f"At most {most} frames can be taken: {len(times)} times are given.")
    count = min(most, _count(request.POST.get("count", "")))
    made = _order(request, "frames", game_record(game), count=count, times=times)
    store().order_scan(made)
    return made


def _count(text: str) -> int:
    """Raises ``ValidationError``."""
    if not (text.isascii() and text.isdigit() and 0 < len(text) < 4 and int(text)):
        raise ValidationError("Enter how many frames are to be taken.")
    return int(text)


def times_from(text: str) -> tuple[float, ...]:
    """Seconds. Raises ``ValidationError``."""
    words = text[: MAX_TIMES_CHARACTERS + 1].replace(",", " ").replace(";", " ").split()
    if len(text) > MAX_TIMES_CHARACTERS:
        raise ValidationError("Too many times.")
    return tuple(map(_seconds, words))


def _seconds(word: str) -> float:
    found = _TIME.fullmatch(word)
    if not found:
        raise ValidationError(f"{word[:12]!r} is not a time such as 1:02:03, 12:30 or 90.")
    hours, minutes, rest, seconds = (int(part or 0) for part in found.groups())
    return float(3600 * hours + 60 * minutes + rest + seconds)


def _order(
    request: HttpRequest,
    want: Want,
    game: GameRecord,
    reads_with: str = "",
    count: int = 0,
    times: tuple[float, ...] = (),
) -> ScanOrder:
    address, me = _address(request.POST.get("address", "")), request.user.get_username()
    if want == "frames":
        _stop_left(me)
    _check_open(address, want)
    return ScanOrder(
        uuid4().hex,
        want,
        address,
        game,
        store().now(),
        me,
        reads_with,
        count,
        times,
    )


def _address(text: str) -> str:
    if not text.strip():
        raise ValidationError("Enter the address of a recording.")
    try:
        return check_stream_url(text, settings.ALLOWED_STREAM_HOSTS, opens=lambda _: True)
    except UrlRefused as refused:
        raise ValidationError(str(refused)) from None


def _stop_left(admin: str) -> None:
    """A page that was left or loaded anew no longer takes the frames that it has ordered, nor can it stop them."""
    for scan in _open("frames"):
        if scan.order.ordered_by == admin:
            store().stop_scan(scan.order)


def _open(want: Want) -> list[Scan]:
    return [scan for scan in store().scans() if scan.is_open and scan.order.want == want]


def _check_open(address: str, want: Want) -> None:
    """One report of an address at a time, and no endless queue."""
    opened = _open(want)
    if want == "report" and any(scan.order.address == address for scan in opened):
        raise ValidationError("This address is being scanned already. Stop that scan first.")
    if len(opened) >= MAX_OPEN_SCANS:
        raise ValidationError(f"{MAX_OPEN_SCANS} scans are waiting already. Try again later.")
