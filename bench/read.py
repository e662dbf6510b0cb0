"""How often is a number right, wrong, or missing, and what does a look cost?  make bench-read [DATA=folder]

With ``--weights`` or ``--before`` other readers read the same pictures in the same run, and stand before the arrows.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path

from bench.readers.beside import CHECKOUT, ReadingProcess
from bench.readers.kinds import rendered
from bench.readers.samples import broadcast_by_arena, real
from bench.readers.verdicts import Verdicts, lost, rows, untrue
from bench.readers.video import filmed
from bench.report.figures import percentile
from bench.report.rows import add_option
from scoreboard.models import Reading
from training.samples import Sample
from workers.look.look import Gray


def main() -> None:
    options = _options()
    verdicts, looks, cut_out = _measured(options)
    _print_tables(verdicts)
    _print_costs(looks)
    if options.compared:
        # Installed for this comparison alone.
        from bench.readers.rivals import compare

        compare(cut_out[: options.compared], statistics.median(looks[-1]), options.rows)


def _measured(
    options: argparse.Namespace,
) -> tuple[Verdicts, list[list[float]], list[tuple[Gray, int]]]:
    """What became of each field, the CPU seconds of whole looks by reader, and digits to compare others on."""
    cut_out: list[tuple[Gray, int]] = []
    with ExitStack() as stack:
        readers = [stack.enter_context(reader) for reader in _readers(options)]
        verdicts = Verdicts(len(readers))
        looks: list[list[float]] = [[] for _ in readers]
        for sample in _samples(options):
            answers = [reader.read(sample) for reader in readers]
            for reader, field in verdicts.add(sample, [reading for reading, _ in answers]):
                if options.show_wrong:
                    _print_wrong(sample, field, reader, answers[reader][0])
            if not sample.field:
                for times, (_, cpu_seconds) in zip(looks, answers, strict=True):
                    times.append(cpu_seconds)
            if len(cut_out) < options.compared:
                cut_out += _cut_out(sample)
    return verdicts, looks, cut_out


def _readers(options: argparse.Namespace) -> Iterator[ReadingProcess]:
    """The others first, then this checkout's with the weights that it ships."""
    if options.before or options.weights:
        yield ReadingProcess(options.before or CHECKOUT, options.weights)
    yield ReadingProcess()


def _samples(options: argparse.Namespace) -> Iterable[Sample]:
    if options.data:
        yield from real(options.data)
    yield from broadcast_by_arena(options.arena)
    yield from rendered(options.rendered, options.kinds, options.limit)
    if options.video:
        yield from filmed(options.video)


def _cut_out(sample: Sample) -> Iterator[tuple[Gray, int]]:
    for field, box in sample.boxes.items():
        if (truth := sample.truth[field]) is not None:
            yield box, truth


def _print_wrong(sample: Sample, field: str, reader: int, reading: Reading) -> None:
    print(
        f"wrong: reader {reader}, {sample.source} {sample.game.slug} {sample.kind} {field} "
        f"{sample.truth} {reading}",
        file=sys.stderr,
    )


def _print_tables(verdicts: Verdicts) -> None:
    print(rows(("pictures", "game", "field"), verdicts.games))
    print("\nRendered regions by what is special on them:")
    print(rows(("kind", "field"), verdicts.kinds))
    print("\nwrong or invented: " + " -> ".join(map(untrue, verdicts.all)))
    for loss in (*lost(verdicts.games), *lost(verdicts.kinds)):
        print(f"right more than a point less: {loss}")


def _print_costs(looks: list[list[float]]) -> None:
    figures = [
        f"{1000 * statistics.median(times):.2f} ms in the median, {1000 * percentile(times, 0.95):.2f} ms at p95"
        for times in looks
    ]
    print(
        f"CPU of a whole look, alive and kills found and read, of {len(looks[-1]):,}: "
        + " -> ".join(figures)
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench.read", description="Measure the readers."
    )
    parser.add_argument("--data", type=Path, help="a folder of labelled frames with a labels.csv")
    parser.add_argument("--arena", type=int, default=400, help="pictures of the arena")
    parser.add_argument("--rendered", type=int, default=1500, help="rendered regions")
    parser.add_argument(
        "--kinds", type=int, default=60, help="fields shown of each kind of rendered region"
    )
    parser.add_argument(
        "--limit", type=int, default=6000, help="rendered regions at most, for the kinds' sake"
    )
    parser.add_argument("--video", type=int, default=100, help="pictures of each HUD at 1 Mbit/s")
    parser.add_argument(
        "--weights", type=Path, help="read with the weights in this folder, too, side by side"
    )
    parser.add_argument("--before", type=Path, help="another checkout whose readers read, too")
    parser.add_argument(
        "--compared", type=int, default=150, help="fields that the other readers are given"
    )
    parser.add_argument("--show-wrong", action="store_true", help="name each wrong number")
    add_option(parser)
    return parser.parse_args()


if __name__ == "__main__":
    main()
