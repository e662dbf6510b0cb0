"""Which rows does an uploaded table or list of channels have, whatever program wrote it?"""

from __future__ import annotations

import codecs
import csv
import io

from webapp.desk.imports.spreadsheet import plain

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
OF_A_REPORT = ("line", "reason")
"""Columns of the refused rows as they are downloaded: a corrected copy can be uploaded as it is."""
MAX_ROWS = 50_000
LINE = "#"
"""Under this name a row keeps its line in the file."""
_DELIMITERS = ",;\t|"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
Row = dict[str, str]


class RowRefused(ValueError):
    """The sentence says why."""


def text_of(packed: bytes) -> str:
    """UTF-8 or UTF-16, with or without a byte order mark. Raises ``RowRefused``."""
    try:
        text = packed.decode(_encoding(packed))
    except UnicodeError:
        raise RowRefused("The file is not text in UTF-8 or UTF-16.") from None
    if "\x00" in text:
        raise RowRefused("The file is not text in UTF-8 or UTF-16.")
    return text.removeprefix("\ufeff")


def rows_of(text: str) -> list[Row]:
    """The rows of a table, or of a list of names and URLs. Raises ``RowRefused`` when it is neither."""
    try:
        rows = _rows(text)
    except csv.Error as fault:
        raise RowRefused(f"This is not CSV: {fault}.") from None
    if len(rows) > MAX_ROWS:
        raise RowRefused(f"There are {len(rows):,} rows; the limit is {MAX_ROWS:,}.")
    return rows


def _encoding(packed: bytes) -> str:
    for mark, encoding in _BOMS:
        if packed.startswith(mark):
            return encoding
    if packed[1:2] == b"\x00" and len(packed) % 2 == 0:
        return "utf-16-le"
    return "utf-16-be" if packed[:1] == b"\x00" and len(packed) % 2 == 0 else "utf-8"


def _rows(text: str) -> list[Row]:
    skipped, head, lines = _head(text)
    delimiter = _delimiter(head)
    names = [name.strip().lower() for name in next(csv.reader([head], delimiter=delimiter), [])]
    if len(names) == 1 and names[0] and names[0] not in COLUMNS:
        return [
            {"channel": plain(line.strip().strip('"')), LINE: str(number)}
            for number, line in enumerate(lines, skipped + 1)
            if line.strip()
        ]
    unknown = [name for name in names if name and name not in COLUMNS + OF_A_REPORT]
    if unknown or not {"channel", "url"} & {*names}:
        wrong = f" {unknown[0][:40]!r} is none of them." if unknown and len(names) > 1 else ""
        raise RowRefused(
            f"The first line must name columns, some of {', '.join(COLUMNS)}, with channel or url among them.{wrong}"
        )
    table = csv.reader(io.StringIO("\n".join(lines)), delimiter=delimiter, strict=True)
    next(table)
    return [
        {**_cells(names, cells), LINE: str(skipped + table.line_num)}
        for cells in table
        if any(cell.strip() for cell in cells) or len(cells) > 1
    ]


def _cells(names: list[str], cells: list[str]) -> Row:
    """A report's own columns, and cells beyond the last column, say nothing about the channel."""
    pairs = zip(names, cells, strict=False)
    return {name: plain(cell.strip()) for name, cell in pairs if name in COLUMNS}


def _head(text: str) -> tuple[int, str, list[str]]:
    """How many lines come before the first one that counts, that line, and all from it on."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    skipped = 0
    while skipped < len(lines) and (
        not lines[skipped].strip() or lines[skipped].lower().startswith("sep=")
    ):
        skipped += 1  # Excel writes which delimiter it takes into a line of its own
    return skipped, lines[skipped] if skipped < len(lines) else "", lines[skipped:]


def _delimiter(head: str) -> str:
    return max(_DELIMITERS, key=head.count)
