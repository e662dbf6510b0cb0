"""What does the report show? One file that needs nothing from anywhere."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable
from html import escape
from importlib.resources import files
from string import Template

from scoreboard.scans.shown import clock
from workers.scan.report.curve import curve_svg
from workers.scan.timeline.highlights import said
from workers.scan.timeline.records import Highlight, Jump, Match, Silence, Timeline

Picture = Callable[[float], bytes | None]
"""The JPEG of the look at so many seconds, where it was kept."""
MAX_SILENCES, MAX_JUMPS = 20, 50


def page(timeline: Timeline, name: str, game: str, picture: Picture) -> str:
    template = Template(files("workers.scan.report").joinpath("page.html").read_text("utf-8"))
    problem = f'<p class="problem">{escape(timeline.problem)}</p>' if timeline.problem else ""
    return template.substitute(
        title=escape(name),
        summary=escape(summary(timeline, game)),
        problem=problem,
        body="".join(_body(timeline, picture)),
    )


def summary(timeline: Timeline, game: str) -> str:
    count, of = len(timeline.matches), max(timeline.seconds, timeline.scanned_seconds)
    matches = f"{count} match{'' if count == 1 else 'es'}"
    part = f"{clock(timeline.scanned_seconds)} of " if timeline.problem else ""
    scanned = f"{part}{clock(of)} scanned"
    return f"{game} · {matches} · {scanned} · {len(timeline.rows):,} pictures"


def _body(timeline: Timeline, picture: Picture) -> Iterable[str]:
    if timeline.highlights:
        yield f"<h2>Highlights</h2>{_highlights(timeline.highlights)}"
    for match in timeline.matches:
        yield _match(match, picture)
    if timeline.jumps:
        yield f"<h2>Numbers that rise inside a match</h2>{_jumps(timeline.jumps)}"
    if timeline.outside:
        rows = [(clock(each.end - each.begin), each.reason) for each in timeline.outside]
        yield f"<h2>Outside of matches</h2>{_table(('Length', 'What was seen'), rows)}"


def _highlights(highlights: Iterable[Highlight]) -> str:
    rows = [
        (f"{clock(each.begin)} – {clock(each.end)}", f"Match {each.match}: {each.what}")
        for each in highlights
    ]
    return _table(("Time", "Highlight"), rows)


def _jumps(jumps: tuple[Jump, ...]) -> str:
    rows = [(clock(each.at), f"{each.before}", f"{each.after}") for each in jumps[:MAX_JUMPS]]
    left = len(jumps) - len(rows)
    more = f'<p class="soft">{left} more are in timeline.json.</p>' if left else ""
    return f"{_table(('Time', 'Alive before', 'Alive'), rows)}{more}"


def _match(match: Match, picture: Picture) -> str:
    mode = f" · {match.mode}" if match.mode else ""
    kills = "kills not read" if match.kills is None else f"{match.kills} kills"
    out = f" · out at {clock(match.out)}" if match.out is not None else ""
    facts = f"{clock(match.begin)} – {clock(match.end)}{out} · {kills}{mode}"
    return (
        f"<section><h2>Match {match.number}: {escape(said(match))}</h2>"
        f'<p class="soft">{escape(facts)}</p>{_curve(match)}'
        f"{_pictures(match, picture)}{_silences(match.silences)}</section>"
    )


def _curve(match: Match) -> str:
    svg = curve_svg(match)
    legend = '<p class="soft legend">Players alive. Dots: kills. Shaded: last ten. Gray bars: not read.</p>'
    return f'<div class="scroll">{svg}</div>{legend}' if svg else ""


def _pictures(match: Match, picture: Picture) -> str:
    shown = [(kill.at, f"kill {kill.total} · {kill.alive} alive") for kill in match.kills_at]
    shown.append((match.picture_at, said(match)))
    figures = [_figure(at, words, jpeg) for at, words in shown if (jpeg := picture(at))]
    return f'<div class="pictures">{"".join(figures)}</div>' if figures else ""


def _figure(at: float, words: str, jpeg: bytes) -> str:
    caption = escape(f"{clock(at)} · {words}")
    source = f"data:image/jpeg;base64,{b64encode(jpeg).decode()}"
    return f'<figure><img src="{source}" alt=""><figcaption>{caption}</figcaption></figure>'


def _silences(silences: tuple[Silence, ...]) -> str:
    """The longest ones, in the order of time."""
    if not silences:
        return '<p class="soft">Every picture was read.</p>'
    longest = sorted(silences, key=lambda each: each.begin - each.end)[:MAX_SILENCES]
    rows = [
        (f"{clock(each.begin)} – {clock(each.end)}", f"{each.looks}", each.reason)
        for each in sorted(longest, key=lambda each: each.begin)
    ]
    left = len(silences) - len(rows)
    more = f'<p class="soft">{left} shorter ones are in timeline.json.</p>' if left else ""
    return f"<h3>Not read</h3>{_table(('Time', 'Pictures', 'Why'), rows)}{more}"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    titles = "".join(f"<th>{title}</th>" for title in head)
    lines = "".join(
        f'<tr><td class="time">{escape(first)}</td>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in others)
        + "</tr>"
        for first, *others in rows
    )
    return f'<div class="scroll"><table><tr>{titles}</tr>{lines}</table></div>'
