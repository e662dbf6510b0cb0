"""Is a menu ever taken for the end of a match, and is what others are told taken for it?"""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from arena.clips.clip import Clip
from arena.clips.encode import HEIGHT
from arena.hud.canvas import Canvas
from arena.hud.fonts import HEAVY, HUMAN, NARROW, TECHNICAL, Face
from arena.scenery.lay import Layer
from arena.studio import shoot
from scoreboard.games import known_games
from workers.look.cut import cut
from workers.look.look import Gray
from workers.read.readers.banner import Banner, read_banner, said

Draw = Callable[[Canvas], None]
DESKTOP = Clip("fortnite", "desktop")


def banner_of(draw: Draw, screen: Clip = DESKTOP) -> Gray:
    """The middle of a picture on which ``draw`` has drawn."""
    canvas = Canvas(0, 0, 1920, 1080)
    draw(canvas)
    planes = next(shoot(screen, 1))
    Layer(canvas.overlay()).lay(planes)
    _, crops = cut(planes[:HEIGHT], known_games()["fortnite"])
    return crops["banner"]


def rows(words: list[str], height: int, name: Face, top: int = 90) -> Draw:
    """A panel of rows, one below the other."""

    def draw(canvas: Canvas) -> None:
        canvas.box(420, 40, 1500, 1040, (24, 28, 40), 0.95)
        for row, word in enumerate(words):
            canvas.text(word, (470, top + row * height * 1.8), height, name)

    return draw


def career(canvas: Canvas) -> None:
    rows(
        ["CAREER", "VICTORIES 12", "CHAMPION LEAGUE", "ELIMINATED 340", "MATCH SUMMARY", "#1"],
        30,
        NARROW,
    )(canvas)


def standings(canvas: Canvas) -> None:
    canvas.box(420, 40, 1500, 1040, (24, 28, 40), 0.95)
    canvas.text("STANDINGS", (960, 60), 60, HEAVY, align="m")
    for row, name in enumerate(("NIGHTJAR", "MUDLARK", "PIPIT", "SISKIN", "TWITE", "DUNLIN")):
        canvas.text(f"#{row + 1}   {name}", (470, 150 + row * 58), 32, TECHNICAL)


def large_rows(canvas: Canvas) -> None:
    rows(["PLAY", "VICTORY PASS", "CHAMPIONS", "LOCKER", "CAREER"], 44, HEAVY, 60)(canvas)


def friends(canvas: Canvas) -> None:
    rows(["Nightjar#123", "Mudlark#77", "Pipit#401", "Siskin#9"], 40, HUMAN)(canvas)


def modes(canvas: Canvas) -> None:
    """One large headline, and the word below it in small print."""
    canvas.box(420, 40, 1500, 1040, (24, 28, 40), 0.95)
    canvas.text("RANKED", (960, 80), 90, HEAVY, align="m")
    canvas.text("Rise from Rookie to Champion. Better luck next time!", (960, 230), 24, HUMAN, align="m")  # fmt: skip
    canvas.text("PLAY", (960, 330), 60, HEAVY, align="m")


def settings(canvas: Canvas) -> None:
    rng = random.Random(3)
    words = ["SETTINGS", *(f"Show {what} {rng.randint(1, 99)}" for what in ("victory", "winner", "place"))]  # fmt: skip
    rows(words * 2, 26, HUMAN)(canvas)


@pytest.mark.parametrize(
    "menu", [career, standings, large_rows, friends, modes, settings], ids=lambda one: one.__name__
)
def test_a_menu_is_no_end_of_a_match(menu: Draw) -> None:
    assert read_banner(banner_of(menu)) is None


@pytest.mark.parametrize("variant", range(2))
def test_a_desktop_is_no_end_of_a_match(variant: int) -> None:
    assert read_banner(banner_of(lambda canvas: None, Clip("fortnite", "desktop", variant))) is None


def test_an_end_with_its_figures_below_is_one() -> None:
    def end(canvas: Canvas) -> None:
        canvas.box(420, 40, 1500, 1040, (24, 28, 40), 0.8)
        canvas.text("YOU PLACED #12", (960, 90), 72, HEAVY, align="m")
        for row, figure in enumerate(
            ("ELIMINATIONS 3", "ASSISTS 1", "DAMAGE 812", "ACCURACY 17 %")
        ):
            canvas.text(figure, (470, 230 + row * 50), 26, HUMAN)

    assert read_banner(banner_of(end)) == Banner("placed", 12)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("YOU WERE ELIMINATED", Banner("eliminated")),
        ("YOUR SQUAD WAS ELIMINATED", Banner("eliminated")),
        ("ELIMINATED BY NIGHTJAR", Banner("eliminated")),
        ("ELIMINATED", Banner("eliminated")),
        ("ELIMINADO POR NIGHTJAR", Banner("eliminated")),
        ("YOU ELIMINATED NIGHTJAR", Banner()),
        ("ENEMY SQUAD ELIMINATED", Banner()),
        ("ELIMINATED NIGHTJAR", Banner()),
        ("NIGHTJAR ELIMINATED PIPIT", Banner()),
        ("HAS ELIMINADO A NIGHTJAR", Banner()),
        ("SPECTATING NIGHTJAR", Banner()),
        ("SPECTATING NIGHTJAR\nYOU WERE ELIMINATED", Banner("eliminated")),
        ("SPECTATING NIGHTJAR\nVICTORY ROYALE", Banner()),
        ("NIGHTJAR#12", Banner()),
        ("CHAMPION SQUAD", Banner()),
    ],
)
def test_only_the_streamer_s_own_end_is_a_result(words: str, expected: Banner) -> None:
    assert said([words, words]) == expected


@pytest.mark.parametrize(
    "words", ["YOU ELIMINATED NIGHTJAR", "ENEMY SQUAD ELIMINATED", "SPECTATING"]
)
def test_what_others_are_told_is_no_end(words: str) -> None:
    def headline(canvas: Canvas) -> None:
        canvas.text(words, (960, 200), 60, HEAVY, align="m", shadow=0.5)

    assert read_banner(banner_of(headline, Clip("fortnite", "ad"))) is None
