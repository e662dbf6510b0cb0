"""What do the little pictures beside the numbers look like?"""

from math import cos, pi, sin

from arena.hud.canvas import Canvas, Colour


def person(canvas: Canvas, x: float, y: float, size: float, colour: Colour) -> None:
    """Head and shoulders, `size` high, centred at (x, y)."""
    head = size * 0.25
    canvas.disc(x, y - size / 2 + head, head, colour)
    top, bottom, half = y + size * 0.06, y + size / 2, size * 0.48
    curve = [
        (x + half * cos(turn * pi / 8), bottom - (bottom - top) * sin(turn * pi / 8))
        for turn in range(9)
    ]
    canvas.polygon(curve, colour)


def bust(canvas: Canvas, x: float, y: float, size: float, colour: Colour) -> None:
    """Head, neck and square shoulders, as Apex draws a player."""
    half = size / 2
    canvas.oval(x - half * 0.5, y - half, x + half * 0.5, y + half * 0.3, colour)
    canvas.box(x - half * 0.25, y, x + half * 0.25, y + half * 0.5, colour)
    shoulder = y + half * 0.35
    points = [
        (x - half * 0.4, shoulder),
        (x + half * 0.4, shoulder),
        (x + half * 0.95, shoulder + half * 0.25),
    ]
    canvas.polygon(
        [*points, (x + half, y + half), (x - half, y + half), (x - half * 0.95, points[2][1])],
        colour,
    )


def crosshair(canvas: Canvas, x: float, y: float, size: float, colour: Colour) -> None:
    radius = size * 0.36
    canvas.ring(x, y, radius, size * 0.09, colour)
    for turn in range(4):
        across, down = cos(turn * pi / 2), sin(turn * pi / 2)
        ends = [(x + across * radius * reach, y + down * radius * reach) for reach in (0.62, 1.45)]
        canvas.line(ends, size * 0.1, colour)


def skull(canvas: Canvas, x: float, y: float, size: float, colour: Colour, hollow: Colour) -> None:
    half = size / 2
    canvas.oval(x - half * 0.82, y - half, x + half * 0.82, y + half * 0.5, colour)
    canvas.box(x - half * 0.42, y, x + half * 0.42, y + half, colour)
    for side in (-1, 1):
        canvas.disc(x + side * half * 0.36, y - half * 0.1, half * 0.23, hollow)
        canvas.line(
            [(x + side * half * 0.14, y + half * 0.6), (x + side * half * 0.14, y + half)],
            size * 0.05,
            hollow,
        )
    canvas.polygon(
        [
            (x, y + half * 0.12),
            (x - half * 0.12, y + half * 0.4),
            (x + half * 0.12, y + half * 0.4),
        ],
        hollow,
    )


def handshake(
    canvas: Canvas, x: float, y: float, size: float, colour: Colour, hollow: Colour
) -> None:
    half = size / 2
    left = [
        (x - half, y - half * 0.55),
        (x - half * 0.2, y - half * 0.5),
        (x + half * 0.55, y + half * 0.35),
    ]
    canvas.polygon(
        [*left, (x + half * 0.1, y + half * 0.8), (x - half * 0.7, y + half * 0.15)], colour
    )
    right = [
        (x + half, y - half * 0.55),
        (x + half * 0.1, y - half * 0.6),
        (x - half * 0.3, y - half * 0.1),
    ]
    canvas.polygon(
        [*right, (x + half * 0.3, y - half * 0.1), (x + half * 0.75, y + half * 0.25)], colour
    )
    canvas.line(
        [(x - half * 0.3, y - half * 0.1), (x + half * 0.2, y - half * 0.05)], size * 0.05, hollow
    )
    for finger in range(3):
        start = (x - half * 0.55 + finger * half * 0.3, y + half * 0.2 + finger * half * 0.15)
        canvas.line([start, (start[0] - half * 0.2, start[1] + half * 0.3)], size * 0.11, colour)


def burst(canvas: Canvas, x: float, y: float, size: float, colour: Colour) -> None:
    """Damage: a bolt that hits a star."""
    half = size / 2
    canvas.polygon(
        [(x - half * 1.3, y - half * 0.15), (x, y - half * 0.3), (x, y + half * 0.3)], colour
    )
    points = []
    for spike in range(16):
        radius = half * (0.95 if spike % 2 else 0.45)
        points.append(
            (x + half * 0.45 + cos(spike * pi / 8) * radius, y + sin(spike * pi / 8) * radius)
        )
    canvas.polygon(points, colour)


def stopwatch(canvas: Canvas, x: float, y: float, size: float, colour: Colour) -> None:
    radius = size * 0.34
    canvas.ring(x, y + size * 0.05, radius, size * 0.1, colour)
    canvas.line([(x, y + size * 0.05), (x + radius * 0.5, y - radius * 0.4)], size * 0.1, colour)
    canvas.box(x - size * 0.1, y - size * 0.46, x + size * 0.1, y - size * 0.36, colour)
    canvas.line(
        [(x + radius * 0.75, y - radius * 0.8), (x + radius, y - radius * 0.6)], size * 0.1, colour
    )


def clock(canvas: Canvas, x: float, y: float, size: float, colour: Colour) -> None:
    canvas.ring(x, y, size * 0.4, size * 0.09, colour)
    canvas.line(
        [(x, y - size * 0.24), (x, y + size * 0.02), (x + size * 0.18, y + size * 0.02)],
        size * 0.09,
        colour,
    )
