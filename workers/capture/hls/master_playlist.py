"""Which renditions of a stream are there?"""

from __future__ import annotations

import re

from workers.capture.hls.records import Variant
from workers.capture.hls.tags import attributes, joined, whole

_RESOLUTION = re.compile(r"(\d{1,5})x(\d{1,5})$")
_SOUND_CODECS = ("mp4a", "ac-3", "ec-3", "opus", "flac")


class VariantsReader:
    """Reads a master playlist line by line."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._waiting: dict[str, str] | None = None
        self._found: list[Variant] = []

    def take(self, line: str) -> None:
        if line.startswith("#EXT-X-STREAM-INF:"):
            self._waiting = attributes(line)
        elif line and not line.startswith("#") and self._waiting is not None:
            self._found.append(_variant(joined(self._url, line), self._waiting))
            self._waiting = None

    def result(self) -> tuple[Variant, ...]:
        return tuple(self._found)


def _variant(url: str, said: dict[str, str]) -> Variant:
    size = _RESOLUTION.match(said.get("RESOLUTION", ""))
    codecs = said.get("CODECS", "")
    only_sound = all(name.strip().startswith(_SOUND_CODECS) for name in codecs.split(","))
    return Variant(
        url,
        height=int(size[2]) if size else 0,
        bandwidth=whole(said.get("BANDWIDTH", "")),
        audio_only=said.get("VIDEO", "").startswith("audio") or (not size and only_sound),
        portrait=size is not None and int(size[1]) < int(size[2]),
    )
