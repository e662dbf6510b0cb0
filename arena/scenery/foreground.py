"""What of the player can be seen?"""

from arena.hud.canvas import Canvas, Colour, Overlay


def player(game: str, line: int) -> Overlay:
    """From behind, or in Apex the weapon in front of the eyes."""
    return _weapon(line) if game == "apex" else _figure(game, line)


def _figure(game: str, line: int) -> Overlay:
    canvas = Canvas(630, 480, 480, 600)
    coat: Colour = (
        ((74, 66, 50), (58, 64, 70))[line]
        if game == "pubg"
        else ((190, 84, 40), (66, 96, 190))[line]
    )
    dark: Colour = (coat[0] // 2, coat[1] // 2, coat[2] // 2)
    canvas.polygon([(780, 830), (850, 830), (846, 1080), (764, 1080)], dark)
    canvas.polygon([(860, 830), (930, 830), (950, 1080), (866, 1080)], dark)
    canvas.polygon([(770, 610), (940, 610), (956, 850), (754, 850)], coat)
    canvas.polygon([(786, 640), (924, 640), (916, 800), (794, 800)], (52, 54, 46))
    canvas.polygon([(770, 615), (716, 660), (736, 770), (790, 720)], coat)
    canvas.polygon([(940, 615), (1000, 650), (1040, 600), (1020, 580), (960, 640)], coat)
    canvas.disc(855, 560, 52, (56, 58, 52) if game == "pubg" else (226, 196, 120))
    canvas.oval(812, 560, 898, 616, (176, 134, 106))
    canvas.line([(930, 690), (1090, 560)], 18, (34, 34, 36))
    canvas.line([(985, 646), (1000, 690)], 16, (30, 30, 32))
    return canvas.overlay()


def _weapon(line: int) -> Overlay:
    canvas = Canvas(930, 540, 690, 540)
    body: Colour = ((94, 100, 70), (120, 60, 44))[line]
    dark: Colour = (40, 40, 44)
    canvas.polygon([(1180, 1080), (1080, 660), (1130, 640), (1420, 1080)], body)
    canvas.polygon([(1080, 660), (1010, 570), (1040, 556), (1130, 640)], dark)
    canvas.polygon([(1150, 760), (1210, 740), (1300, 900), (1230, 930)], dark)
    canvas.polygon([(1100, 640), (1108, 590), (1150, 590), (1160, 650)], (70, 72, 76))
    canvas.ring(1129, 600, 26, 8, dark)
    canvas.polygon([(1260, 900), (1390, 860), (1560, 1080), (1340, 1080)], (176, 140, 112))
    canvas.line([(1190, 830), (1290, 1010)], 5, (196, 190, 90))
    return canvas.overlay()
