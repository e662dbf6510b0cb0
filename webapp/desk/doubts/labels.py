"""Which labeled pictures result from reviewed doubts, in the format of ``make bench-read DATA=folder``?"""

from __future__ import annotations

import base64
import csv
import io
import zipfile
from collections.abc import Iterable, Iterator

from django.db.models import QuerySet
from PIL import Image

from scoreboard.games import known_games
from scoreboard.models import Region
from webapp.catalog.models import Game
from webapp.catalog.publish.snapshot import regions_of
from webapp.desk.models import Doubt

MOST = 5000
COLUMNS = (
    "file",
    "game",
    "kind",
    "width",
    "height",
    "alive",
    "kills",
    "squads",
    "alive_box",
    "kills_box",
    "notes",
    "source",
    "licence",
)
GREY = 128
"""Around a region pasted into a frame: black would be taken for bars."""
WIDE = 16 / 9


def judged() -> QuerySet[Doubt]:
    return Doubt.objects.filter(verdict__in=(Doubt.Verdict.CONFIRMED, Doubt.Verdict.CORRECTED))


def labels_zip(doubts: QuerySet[Doubt]) -> bytes:
    """The newest ones, with a labels.csv that names them."""
    regions = {game.slug: regions_of(game) for game in Game.objects.all()}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as folder:
        rows = io.StringIO()
        table = csv.DictWriter(rows, COLUMNS, restval="")
        table.writeheader()
        for row, picture in pictures(doubts[:MOST].iterator(), regions):
            folder.writestr(row["file"], picture)
            table.writerow(row)
        folder.writestr("labels.csv", rows.getvalue())
    return packed.getvalue()


def pictures(
    doubts: Iterable[Doubt], regions: dict[str, dict[str, Region]]
) -> Iterator[tuple[dict[str, str], bytes]]:
    """Each doubt's row and PNG; one whose picture cannot be made any more is left out."""
    for doubt in doubts:
        made = (
            _frame(doubt, regions.get(doubt.game, {}))
            if doubt.game in known_games()
            else _cutout(doubt)
        )
        if made is not None:
            yield _row(doubt, made), _png(made)


def _row(doubt: Doubt, made: Image.Image) -> dict[str, str]:
    alive = "none" if doubt.true_alive is None else str(doubt.true_alive)
    kills = "" if doubt.true_kills is None else str(doubt.true_kills)
    return {
        "file": f"frames/{doubt.pk:06d}_{doubt.game}.png",
        "game": doubt.game,
        "kind": "frame" if doubt.game in known_games() else "crop",
        "width": str(made.width),
        "height": str(made.height),
        "alive": alive,
        "kills": kills,
        "notes": f"{doubt.get_verdict_display().lower()} by {doubt.judged_by}; read {doubt.alive}",
        "source": doubt.channel,
    }


def _frame(doubt: Doubt, regions: dict[str, Region]) -> Image.Image | None:
    """The cut-outs where they were in their frame, and grey around them: a reader cuts the same pixels again."""
    height = doubt.frame_height
    frame = Image.new("L", (round(height * WIDE), height), GREY)
    for name, packed in doubt.cutouts.items():
        if name in regions:
            left, top = regions[name].x * frame.width, regions[name].y * height
            frame.paste(_picture(packed), (int(left + 1e-6), int(top + 1e-6)))
    return frame if set(doubt.cutouts) & set(regions) else None


def _cutout(doubt: Doubt) -> Image.Image | None:
    return _picture(doubt.cutouts["alive"]) if "alive" in doubt.cutouts else None


def _picture(packed: str) -> Image.Image:
    return Image.open(io.BytesIO(base64.b64decode(packed)), formats=("PNG",)).convert("L")


def _png(picture: Image.Image) -> bytes:
    made = io.BytesIO()
    picture.save(made, "PNG")
    return made.getvalue()
