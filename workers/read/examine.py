"""What does each reader make of a frame's regions, for people to compare?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from scoreboard.models import Game
from scoreboard.taught.profile import REGION, TaughtProfile
from workers.look.look import Gray
from workers.read.networks.digits import read_strips
from workers.read.networks.kinds import PROFILES, Profile
from workers.read.networks.scale import STRIP_DIGIT_PIXELS, strip
from workers.read.readers.banner import read_banner
from workers.read.readers.cutout import MIN_PIXELS, read_cutout
from workers.read.readers.layout import search
from workers.read.readers.profile import MIN_PIXELS as MIN_HUD_PIXELS
from workers.read.readers.taught.reader import TaughtReader
from workers.read.readers.tesseract import read_number


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one reader says of one field."""

    field: str
    reader: str
    text: str
    confidence: float | None
    """0 to 1; ``None`` from a reader that gives none."""
    reason: str = ""
    """Why it is silent, where it is."""


def opinions(
    crops: Mapping[str, Gray], frame_height: int, game: Game, taught: TaughtProfile | None = None
) -> list[Opinion]:
    """Each reader's word, field by field; never raises on a picture."""
    profile = PROFILES.get(game.profile)
    found: Iterator[Opinion]
    if profile and "hud" in crops and min(crops["hud"].shape) >= MIN_HUD_PIXELS:
        found = _of_counters(crops["hud"], frame_height, profile)
    else:
        found = _of_cutouts(crops, game.most_players) if not profile else iter(())
    banner = [_of_banner(crops["banner"])] if "banner" in crops and crops["banner"].size else []
    by_taught = (
        _of_taught(crops[REGION], frame_height, taught) if taught and REGION in crops else ()
    )
    return [*found, *by_taught, *banner]


def _of_taught(crop: Gray, frame_height: int, taught: TaughtProfile) -> Iterator[Opinion]:
    reading = TaughtReader(taught).read({"hud": crop}, frame_height)
    alive, kills = ("" if one is None else str(one) for one in (reading.alive, reading.kills))
    reason = "" if alive else reading.reason
    yield Opinion("alive", "taught profile", alive, round(reading.confidence, 4), reason)
    if kills:
        yield Opinion("kills", "taught profile", kills, round(reading.kills_confidence, 4))


def _of_counters(hud: Gray, frame_height: int, profile: Profile) -> Iterator[Opinion]:
    counters = next(search(hud, frame_height, profile))
    for field, counter in (("alive", counters.alive), ("kills", counters.kills)):
        if counter is None:
            yield Opinion(
                field,
                "finder",
                "",
                None,
                counters.reason if field == "alive" else "no kills are shown",
            )
            continue
        place = counter.place
        yield Opinion(field, "finder", f"at {place.x:.0f}, {place.y:.0f}", round(counter.chance, 4))
        read = read_strips(
            [strip(hud, place.x, place.y, place.height)],
            [place.width * STRIP_DIGIT_PIXELS / place.height],
        )[0]
        yield Opinion(
            field,
            "digit network",
            read.text,
            round(read.chance, 4),
            "" if read.text else "no digits found",
        )
        yield _tesseract(field, _around(hud, place.x, place.y, place.width, place.height))


def _of_cutouts(crops: Mapping[str, Gray], most_players: int) -> Iterator[Opinion]:
    for field, most in (("alive", most_players), ("kills", 99)):
        crop = crops.get(field)
        if crop is None or min(crop.shape) < MIN_PIXELS:
            continue
        counted = read_cutout(crop, most)
        text = "" if counted.number is None else str(counted.number)
        yield Opinion(field, "digit network", text, round(counted.confidence, 4), counted.reason)
        yield _tesseract(field, crop)


def _of_banner(banner: Gray) -> Opinion:
    said = read_banner(banner)
    how = f": {said.result} {said.place or ''}".rstrip() if said and said.result else ""
    return Opinion(
        "banner",
        "Tesseract",
        f"the match has ended{how}" if said else "",
        None,
        "" if said else "no end-of-match banner",
    )


def _tesseract(field: str, cut: Gray) -> Opinion:
    text = read_number(cut) if cut.size else ""
    return Opinion(field, "Tesseract", text, None, "" if text else "no single number")


def _around(picture: Gray, x: float, y: float, width: float, height: float) -> Gray:
    margin = height * 0.35
    top, left = max(0, int(y - height / 2 - margin)), max(0, int(x - width / 2 - margin))
    return picture[top : int(y + height / 2 + margin) + 1, left : int(x + width / 2 + margin) + 1]
