"""What do people say that the frames show?  Checked once, with a sentence for whatever is wrong."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from pathlib import Path

from scoreboard.taught.profile import MIN_LINES, MOST_TAUGHT
from workers.look.look import Gray
from workers.read.picture_file import NotAPicture, load
from workers.teach.view import Box, Frame, frame_at

MAX_ROWS, MAX_BYTES = 60, 200_000
MIN_BOX_PIXELS = 4
FIELDS = ("alive", "kills")
BOX_COLUMNS = {"alive": ("box", "alive_box"), "kills": ("kills_box",)}
_BOX = re.compile(r"\s*(\d{1,5})\s*[:,; ]\s*(\d{1,5})\s*[:,; ]\s*(\d{1,5})\s*[:,; ]\s*(\d{1,5})\s*")


class BadLabels(Exception):
    """Says in one sentence why nothing can be learned."""


def read_frame(path: Path) -> Gray:
    """The picture in ``path``. Raises ``BadLabels``."""
    try:
        picture = load(path)
    except NotAPicture as refusal:
        raise BadLabels(f"{path.name}: {refusal}.") from refusal
    if min(picture.shape) < MIN_LINES:
        raise BadLabels(f"{path.name}: the picture is too small for a frame.")
    return picture


def read_labels(path: Path) -> list[Frame]:
    """The frames that ``path`` names, in its order. Raises ``BadLabels``."""
    rows = _rows(path)
    return [_frame(path.parent, number, row) for number, row in enumerate(rows, start=2)]


def _rows(path: Path) -> list[dict[str, str]]:
    try:
        raw = path.read_bytes() if path.stat().st_size <= MAX_BYTES else b""
    except OSError as error:
        raise BadLabels(f"{path}: the file cannot be read: {error.strerror}.") from error
    try:
        reader = csv.DictReader(io.StringIO(raw.decode("utf-8-sig")))
        rows = [{str(name).strip(): value for name, value in row.items()} for row in reader]
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadLabels(f"{path.name}: the file is not CSV in UTF-8.") from error
    if not rows or not {"file", "alive"} <= rows[0].keys():
        raise BadLabels(f"{path.name}: the columns file and alive are needed, and a row a frame.")
    if len(rows) > MAX_ROWS:
        raise BadLabels(f"{path.name}: more than {MAX_ROWS} frames.")
    return [
        {name: value.strip() for name, value in row.items() if isinstance(value, str)}
        for row in rows
    ]


def _frame(folder: Path, number: int, row: Mapping[str, str]) -> Frame:
    if not row.get("file"):
        raise BadLabels(f"row {number}: no file is named.")
    frame, left, top = frame_at(row["file"], read_frame(folder / row["file"]))
    waiting = "waiting" in (row.get("phase", ""), row.get("alive", ""))
    for name in FIELDS:
        text = row.get(name, "")
        if name == "alive" and waiting:
            frame.shown[name] = None
        elif text:
            frame.shown[name] = _count(number, name, text)
        box = next((row[column] for column in BOX_COLUMNS[name] if row.get(column)), "")
        if box:
            frame.boxes[name] = _box(number, box, frame, left, top)
    return Frame(frame.file, frame.luma, frame.unit, frame.shown, frame.boxes, waiting)


def _count(number: int, name: str, text: str) -> int | None:
    if text.lower() == "none":
        return None
    least, most = (1 if name == "alive" else 0), MOST_TAUGHT[name]
    if not (text.isascii() and text.isdigit() and len(text) < 8 and least <= int(text) <= most):
        raise BadLabels(
            f"row {number}: {text[:12]} {name} is not a number from {least} to {most}, nor none."
        )
    return int(text)


def _box(number: int, text: str, frame: Frame, left: int, top: int) -> Box:
    match = _BOX.fullmatch(text)
    if not match:
        raise BadLabels(f"row {number}: the box {text[:30]} is not x:y:width:height in pixels.")
    x, y, width, height = map(int, match.groups())
    lines, columns = frame.luma.shape
    x, y = x - left, y - top
    if x < 0 or y < 0 or x + width > columns or y + height > lines:
        raise BadLabels(
            f"row {number}: the box {text[:30]} reaches outside the picture of {columns} x {lines} pixels."
        )
    if not width or height < MIN_BOX_PIXELS:
        raise BadLabels(f"row {number}: the box {text[:30]} is too small for digits.")
    return Box(x + width / 2, y + height / 2, width, height)
