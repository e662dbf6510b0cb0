"""Which files does a scan leave?"""

from __future__ import annotations

from pathlib import Path

from workers.scan.report.chapters import ffmetadata, youtube
from workers.scan.report.document import document
from workers.scan.report.page import Picture, page
from workers.scan.report.tables import highlights_csv, looks_csv
from workers.scan.timeline.records import Timeline


def write(timeline: Timeline, name: str, game: str, folder: Path, picture: Picture) -> None:
    """All of them anew, each whole or as it was before. Raises ``OSError``."""
    texts = {
        "timeline.csv": looks_csv(timeline),
        "timeline.json": document(timeline, name, game),
        "highlights.csv": highlights_csv(timeline),
        "chapters.txt": youtube(timeline),
        "chapters.ffmeta": ffmetadata(timeline),
        "report.html": page(timeline, name, game, picture),
    }
    for file, text in texts.items():
        _replace(folder / file, text)


def _replace(path: Path, text: str) -> None:
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
