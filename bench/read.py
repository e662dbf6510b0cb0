"""How often is a number right, wrong, or missing, and what does a look cost?  make bench-read [DATA=folder]"""

from __future__ import annotations

import argparse
import resource
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

from bench.readers.rivals import SmallRecogniser, stock_tesseract
from bench.readers.samples import broadcast_by_arena, real
from bench.report.rows import add_option, note
from scoreboard.models import Reading
from training.samples import Sample, judged, rendered
from workers.look.look import Gray
from workers.read.__main__ import read_field
from workers.read.reader import reader_for

Outcomes = dict[tuple[str, str, str], Counter[str]]


def main() -> None:
    options = _options()
    looks: list[float] = []
    outcomes: Outcomes = defaultdict(Counter)
    cut_out: list[tuple[Gray, int]] = []
    for sample in _samples(options):
        began = _cpu_seconds()
        reading = _read(sample)
        if not sample.field:
            looks.append(_cpu_seconds() - began)
        for field, verdict in judged(sample, reading):
            outcomes[sample.source, sample.game.slug, field][verdict] += 1
            if verdict == "wrong" and options.show_wrong:
                print(
                    f"wrong: {sample.source} {sample.game.slug} {field} {sample.truth} {reading}",
                    file=sys.stderr,
                )
        cut_out += [
            (box, truth)
            for field, box in sample.boxes.items()
            if (truth := sample.truth[field]) is not None
        ]
    _print_table(outcomes)
    _print_costs(looks, cut_out[: options.compared], options.rows)


def _read(sample: Sample) -> Reading:
    if sample.field:
        return read_field(sample.crops[sample.field], sample.game, sample.field)
    return reader_for(sample.game).read(sample.crops, sample.frame_height)


def _samples(options: argparse.Namespace) -> Iterable[Sample]:
    if options.data:
        yield from real(options.data)
    yield from broadcast_by_arena(options.arena)
    yield from rendered(options.rendered)


def _print_table(outcomes: Outcomes) -> None:
    print(
        f"{'pictures':10}{'game':10}{'field':7}{'shown':>7}{'right':>8}{'wrong':>7}{'abstained':>11}{'silent':>8}"
    )
    for (source, game, field), counts in sorted(outcomes.items()):
        shown = counts["right"] + counts["wrong"] + counts["abstained"]
        print(
            f"{source:10}{game:10}{field:7}{shown:7}{_percent(counts['right'], shown):>8}{counts['wrong']:7}"
            f"{_percent(counts['abstained'], shown):>11}{counts['silent']:8}"
        )


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "-"


def _print_costs(looks: list[float], cut_out: list[tuple[Gray, int]], noted: Path | None) -> None:
    ours = statistics.median(looks) * 1000
    print(
        f"\nCPU of a whole look, alive and kills found and read: {ours:.2f} ms in the median of {len(looks)}"
    )
    rivals: dict[str, Callable[[Gray], int | None]] = {
        "stock pytesseract": stock_tesseract,
        "PP-OCR small recogniser": SmallRecogniser(),
    }
    for name, rival in rivals.items():
        if not cut_out:
            continue
        rival(cut_out[0][0])
        verdicts, costs = Counter[str](), []
        for box, truth in cut_out:
            began = _cpu_seconds()
            number = rival(box)
            costs.append(_cpu_seconds() - began)
            verdicts[
                "abstained" if number is None else "right" if number == truth else "wrong"
            ] += 1
        cost = 2 * statistics.median(costs) * 1000
        right, wrong = (_percent(verdicts[verdict], len(cut_out)) for verdict in ("right", "wrong"))
        print(
            f"{name}, given the cut-out digits of {len(cut_out)} fields: {right} right, {wrong} wrong; "
            f"two fields {cost:.1f} ms, {cost / ours:.0f} times ours"
        )
        note(
            noted,
            "CPU to find and read two counters",
            f"{ours:.1f} ms",
            f"{name}, digits cut out for it",
            f"{cost:.0f} ms",
            f"{cost / ours:.0f}",
        )


def _cpu_seconds() -> float:
    """Of this process and the ones it started."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench.read", description="Measure the readers."
    )
    parser.add_argument("--data", type=Path, help="a folder of labelled frames with a labels.csv")
    parser.add_argument("--arena", type=int, default=400, help="pictures of the arena")
    parser.add_argument("--rendered", type=int, default=1500, help="rendered regions")
    parser.add_argument(
        "--compared", type=int, default=150, help="fields that the other readers are given"
    )
    parser.add_argument("--show-wrong", action="store_true", help="name each wrong number")
    add_option(parser)
    return parser.parse_args()


if __name__ == "__main__":
    main()
