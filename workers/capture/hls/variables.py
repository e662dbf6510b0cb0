"""What are the values of a playlist's variables?

EXT-X-DEFINE, draft-pantos-hls-rfc8216bis 4.4.2.3; where they are replaced: 4.3, "Variable Substitution".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlsplit

from workers.capture.hls.tags import attributes
from workers.look.failure import CaptureFailed

_REFERENCE = re.compile(r"\{\$([a-zA-Z0-9_-]{1,100})\}")
_MAX_VARIABLES = 100
_MAX_CHARACTERS = 32 * 1024
"""Of a line whose variables are replaced: a short line can name a long value many times."""
_MAX_QUERY_FIELDS = 1000


class Variables:
    """Of one playlist at ``url``; ``imported`` holds those of the master playlist that names it."""

    def __init__(self, url: str, imported: Mapping[str, str]) -> None:
        self._url = url
        self._imported = imported
        self.found: dict[str, str] = {}

    def define(self, value: str) -> None:
        """From the attributes of EXT-X-DEFINE. Raises ``CaptureFailed`` (error) when the value is missing."""
        said = attributes(value)
        if len(self.found) >= _MAX_VARIABLES:
            raise CaptureFailed("error", "The playlist defines too many variables.")
        if "NAME" in said:
            self.found[said["NAME"]] = said.get("VALUE", "")
        elif "IMPORT" in said:
            self.found[said["IMPORT"]] = _known(self._imported, said["IMPORT"])
        elif "QUERYPARAM" in said:
            self.found[said["QUERYPARAM"]] = _known(_query(self._url), said["QUERYPARAM"])

    def replaced(self, line: str) -> str:
        """``line`` with the values; without definitions, braces mean nothing."""
        if not self.found or "{$" not in line:
            return line
        parts, length, at = [], 0, 0
        for found in _REFERENCE.finditer(line):
            value = _known(self.found, found[1])
            parts += [line[at : found.start()], value]
            length, at = length + len(value), found.end()
            if length > _MAX_CHARACTERS:
                raise CaptureFailed("refused", "A line of the playlist is too long.")
        return "".join([*parts, line[at:]])


def _known(values: Mapping[str, str], name: str) -> str:
    if name not in values:
        raise CaptureFailed("error", "The playlist uses an undefined variable.")
    return values[name]


def _query(url: str) -> dict[str, str]:
    """The fields of the URL's query, decoded; none when there are absurdly many."""
    try:
        return dict(parse_qsl(urlsplit(url).query, True, max_num_fields=_MAX_QUERY_FIELDS))
    except ValueError:
        return {}
