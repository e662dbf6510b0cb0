"""What does an HLS playlist offer?

A parser of our own: streamlink's costs ten times as much, fails on a number it cannot read, and knows fewer ad marks.
"""

from __future__ import annotations

import re
import string
from collections.abc import Mapping

from workers.capture.hls.master_playlist import VariantsReader
from workers.capture.hls.media_playlist import NEWEST_SEGMENTS, MediaReader
from workers.capture.hls.records import MediaPlaylist, Variant
from workers.capture.hls.variables import Variables
from workers.look.failure import CaptureFailed

MAX_LINES = 100_000
"""A day of two-second segments, each with a date."""
MAX_LINE_CHARACTERS = 32 * 1024
"""Longer addresses are refused; longer tags (session data, rights management) mean nothing here."""
_FIRST_LINE = "#EXTM3U"
_BEFORE_FIRST_LINE = "\ufeff\0" + string.whitespace
"""RFC 8216, 4.1, forbids a byte order mark and wants the tag first; servers send both all the same."""
_MASTER_TAG = "#EXT-X-STREAM-INF:"
_OF_MASTER = re.compile("^[ \t]*" + _MASTER_TAG, re.MULTILINE)


def parse(
    text: str,
    url: str,
    imported: Mapping[str, str] | None = None,
    most: int | None = NEWEST_SEGMENTS,
) -> MediaPlaylist | tuple[Variant, ...]:
    """A media playlist, or the variants of a master playlist.

    ``imported``: the variables of the master playlist that led here; ``most``: how many segments are kept, the newest;
    ``None``: all. Raises ``CaptureFailed`` (error, refused).
    """
    text = text.lstrip(_BEFORE_FIRST_LINE)
    if not text.startswith(_FIRST_LINE):
        raise CaptureFailed("error", "The answer is not an HLS playlist.")
    variables = Variables(url, imported or {})
    master = _MASTER_TAG in text and _OF_MASTER.search(text)
    reader = VariantsReader(url, variables) if master else MediaReader(url, variables, most)
    take, defined = reader.take, variables.found
    for line in map(str.strip, _lines(text)):
        take(variables.replaced(line) if defined else line)
    return reader.result()


def _lines(text: str) -> list[str]:
    """Lines end at LF (RFC 8216, 4.1): a title may hold what Python takes for other line ends."""
    lines = text.split("\n", MAX_LINES)
    if len(lines) > MAX_LINES:
        raise CaptureFailed("refused", "The playlist is too long.")
    if max(map(len, lines)) <= MAX_LINE_CHARACTERS:
        return lines
    short = [line for line in lines if len(line) <= MAX_LINE_CHARACTERS]
    if any(not line.lstrip().startswith("#") for line in lines if len(line) > MAX_LINE_CHARACTERS):
        raise CaptureFailed("refused", "A line of the playlist is too long.")
    return short
