"""Where does the player come from, for browsers without native HLS?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

PREFIX = "hls"
NAMES = ("hls.light.min.mjs", "hls.min.mjs")


class HlsFinder(BaseFinder):
    """Takes the two files we serve out of the hls.js package, whose folder holds thirty megabytes."""

    def __init__(self, *_: Any, **__: Any) -> None:
        self.storage = FileSystemStorage(location=settings.HLS_DIR)
        self.storage.prefix = PREFIX  # type: ignore[attr-defined]

    def check(self, **_: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **_: Any) -> Any:
        found = [
            str(Path(settings.HLS_DIR, name))
            for name in self._present()
            if path == f"{PREFIX}/{name}"
        ]
        if find_all:
            return found
        return found[0] if found else None

    def list(
        self, ignore_patterns: Iterable[str] | None
    ) -> Iterator[tuple[str, FileSystemStorage]]:
        return ((name, self.storage) for name in self._present())

    def _present(self) -> tuple[str, ...]:
        return tuple(name for name in NAMES if Path(settings.HLS_DIR, name).is_file())
