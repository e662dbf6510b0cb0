"""Which renditions of a stream are there?"""

from __future__ import annotations

import re
from dataclasses import replace

from workers.capture.hls.codecs import picture_codec
from workers.capture.hls.records import Variant
from workers.capture.hls.tags import attributes, joined, whole
from workers.capture.hls.variables import Variables
from workers.look.failure import CaptureFailed

_RESOLUTION = re.compile(r"(\d{1,5})x(\d{1,5})")
_MAX_VARIANTS = 500


class VariantsReader:
    """Reads a master playlist line by line."""

    def __init__(self, url: str, variables: Variables) -> None:
        self._url = url
        self._variables = variables
        self._waiting: dict[str, str] | None = None
        self._found: list[Variant] = []

    def take(self, line: str) -> None:
        """Raises ``CaptureFailed`` (refused) beyond 500 renditions."""
        tag, _, value = line.partition(":")
        if tag == "#EXT-X-STREAM-INF":
            self._waiting = attributes(value)
        elif tag == "#EXT-X-DEFINE":
            self._variables.define(value)
        elif line and not line.startswith("#") and self._waiting is not None:
            if len(self._found) >= _MAX_VARIANTS:
                raise CaptureFailed("refused", "The playlist lists too many renditions.")
            self._found.append(_variant(joined(self._url, line), self._waiting))
            self._waiting = None

    def result(self) -> tuple[Variant, ...]:
        variables = dict(self._variables.found)
        return tuple(replace(variant, variables=variables) for variant in self._found)


def _variant(url: str, said: dict[str, str]) -> Variant:
    size = _RESOLUTION.fullmatch(said.get("RESOLUTION", ""))
    codec = picture_codec(said.get("CODECS", "").split(","))
    return Variant(
        url,
        height=int(size[2]) if size else 0,
        bandwidth=whole(said.get("BANDWIDTH", "")),
        audio_only=said.get("VIDEO", "").startswith("audio") or (not size and codec is None),
        portrait=size is not None and int(size[1]) < int(size[2]),
        codec=codec or "",
    )
