"""What is in the middle of the picture before a match, and after it?"""

import random

from arena.clips.clip import Clip
from arena.hud.canvas import BLACK, Canvas, Overlay
from arena.hud.fonts import FEED, HEAVY, NARROW, ROUND, TECHNICAL


def banner(clip: Clip) -> list[Overlay]:
    if clip.game == "outpost":
        return []
    if clip.screen == "over":
        return [
            {"pubg": _pubg_over, "fortnite": _fortnite_over, "apex": _apex_over}[clip.game](clip)
        ]
    if clip.screen == "out":
        return [{"pubg": _pubg_out, "fortnite": _fortnite_out, "apex": _apex_out}[clip.game](clip)]
    if clip.screen == "lobby":
        return {"pubg": _pubg_lobby, "fortnite": _fortnite_lobby, "apex": _apex_lobby}[clip.game](
            clip
        )
    return []


def _pubg_over(clip: Clip) -> Overlay:
    canvas = Canvas(60, 90, 1800, 420)
    kills = random.Random(clip.name).randint(3, 11)
    canvas.text("MUDLARK", (120, 120), 34, NARROW)
    canvas.text("WINNER WINNER CHICKEN DINNER!", (120, 190), 66, NARROW, (240, 204, 60), shadow=0.4)
    canvas.text("#1", (1640, 120), 96, NARROW, (240, 204, 60), align="r")
    canvas.text(f"/{30 - clip.line}", (1646, 170), 46, NARROW, (220, 220, 220))
    canvas.text(f"RANK #1    KILLS {kills}    REWARD {kills * 87 + 412}", (120, 320), 30, FEED)
    return canvas.overlay()


def _fortnite_over(clip: Clip) -> Overlay:
    canvas = Canvas(450, 150, 1020, 360)
    canvas.polygon([(520, 210), (1420, 180), (1390, 400), (550, 420)], (40, 80, 200), 0.85)
    canvas.text("#1 VICTORY", (960, 215), 76, HEAVY, (255, 240, 120), align="m", shadow=0.5)
    canvas.text("ROYALE!", (960, 315), 70, HEAVY, align="m", shadow=0.5)
    return canvas.overlay()


def _apex_over(clip: Clip) -> Overlay:
    canvas = Canvas(390, 150, 1140, 360)
    canvas.polygon([(480, 180), (1500, 180), (1440, 420), (420, 420)], (170, 30, 34), 0.88)
    canvas.text("YOU ARE THE", (960, 210), 40, TECHNICAL, align="m")
    canvas.text("CHAMPION", (960, 280), 100, TECHNICAL, align="m", shadow=0.4)
    return canvas.overlay()


def _pubg_out(clip: Clip) -> Overlay:
    canvas = Canvas(60, 90, 1800, 420)
    kills = random.Random(clip.name).randint(0, 6)
    canvas.text("MUDLARK", (120, 120), 34, NARROW)
    canvas.text("BETTER LUCK NEXT TIME!", (120, 190), 66, NARROW, (226, 226, 226), shadow=0.4)
    canvas.text(f"#{clip.alive}", (1640, 120), 96, NARROW, (226, 226, 226), align="r")
    canvas.text(f"RANK #{clip.alive}    KILLS {kills}", (120, 320), 30, FEED)
    return canvas.overlay()


def _fortnite_out(clip: Clip) -> Overlay:
    canvas = Canvas(450, 150, 1020, 360)
    canvas.polygon([(520, 210), (1420, 180), (1390, 400), (550, 420)], (70, 40, 110), 0.85)
    canvas.text("YOU PLACED", (960, 215), 60, HEAVY, align="m", shadow=0.5)
    canvas.text(f"#{clip.alive}", (960, 300), 92, HEAVY, (255, 240, 120), align="m", shadow=0.5)
    return canvas.overlay()


def _apex_out(clip: Clip) -> Overlay:
    canvas = Canvas(390, 150, 1140, 360)
    canvas.polygon([(480, 180), (1500, 180), (1440, 420), (420, 420)], (60, 58, 66), 0.88)
    canvas.text("SQUAD ELIMINATED", (960, 205), 66, TECHNICAL, align="m", shadow=0.4)
    canvas.text(f"PLACED #{clip.alive} OF 20", (960, 320), 54, TECHNICAL, (240, 204, 60), align="m")
    return canvas.overlay()


def _pubg_lobby(clip: Clip) -> list[Overlay]:
    canvas = Canvas(600, 180, 720, 90)
    seconds = 60 - (clip.alive or 0) // 2
    canvas.text(f"MATCH STARTS IN {seconds} SECONDS", (960, 200), 30, NARROW, align="m", shadow=0.3)
    return [canvas.overlay()]


def _fortnite_lobby(clip: Clip) -> list[Overlay]:
    canvas = Canvas(720, 24, 540, 126)
    canvas.polygon([(732, 36), (1212, 36), (1186, 136), (760, 136)], (28, 34, 54), 0.85)
    canvas.line([(746, 36), (772, 136)], 6, (60, 220, 230))
    canvas.text("WAITING FOR", (960, 60), 22, HEAVY, align="r")
    canvas.text("PLAYERS", (960, 92), 22, HEAVY, align="r")
    canvas.text(f"{105 - (clip.alive or 0)}s", (980, 62), 48, HEAVY)
    return [canvas.overlay()]


def _apex_lobby(clip: Clip) -> list[Overlay]:
    canvas = Canvas(330, 750, 1260, 210)
    canvas.box(0, 780, 1920, 930, BLACK, 0.6)
    words = ("CHOOSE YOUR LEGEND", "YOUR SQUAD")[clip.line]
    canvas.text(words, (960, 800), 46, TECHNICAL, align="m")
    for place in range(7):
        left = 640 + place * 96
        canvas.polygon(
            [(left, 924), (left + 16, 866), (left + 90, 866), (left + 74, 924)], (90, 70, 60), 0.9
        )
    canvas.text("PICK 2 OF 3", (380, 880), 24, ROUND)
    return [canvas.overlay()]
