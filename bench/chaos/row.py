"""What did a fault do to a build, and where is that kept? A line of JSON a row, written as it is measured."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

LIMIT_SECONDS = 60.0
"""A build that is not right by then has not overcome the fault."""


@dataclass(frozen=True, slots=True)
class Row:
    build: str
    """``now`` or ``before``."""
    commit: str
    fault: str
    seconds: float | None
    """From the end of the fault until all was right; None when it was not within the time measured."""
    wrong: int
    """Numbers that the picture did not show."""
    during: tuple[int, int]
    """Looks at good channels, on time and late, from the beginning of the fault until all was right."""
    after: tuple[int, int]
    """The same from then on."""
    processes: tuple[int, int]
    """Before and after."""
    sockets: tuple[int, int]
    what: str = ""
    """What was not right for longest."""


def keep(file: Path, row: Row) -> None:
    with file.open("a") as lines:
        lines.write(json.dumps(asdict(row)) + "\n")


def kept(file: Path) -> list[Row]:
    """The last line of each build and fault counts; one that was cut short is passed over."""
    found: dict[tuple[str, str], Row] = {}
    for line in file.read_text().splitlines() if file.exists() else ():
        try:
            row = Row(**json.loads(line))
        except ValueError:
            continue
        found[row.build, row.fault] = row
    return list(found.values())


def markdown(rows: Iterable[Row], faults: Iterable[str]) -> str:
    """The table of docs/reliability.md."""
    by_fault: dict[str, dict[str, Row]] = {}
    for row in rows:
        by_fault.setdefault(row.fault, {})[row.build] = row
    lines = [
        "| fault | right again after | before | wrong numbers | before | looks on time | before "
        "| processes, sockets | before |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for fault in faults:
        if found := by_fault.get(fault):
            pairs = [_cells(found.get(build)) for build in ("now", "before")]
            cells = [cell for pair in zip(*pairs, strict=True) for cell in pair]
            lines.append(f"| {fault} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _cells(row: Row | None) -> tuple[str, str, str, str]:
    if row is None:
        return ("", "", "", "")
    after = (
        f"{row.seconds:.0f} s" if row.seconds is not None else f"not within {LIMIT_SECONDS:.0f} s"
    )
    return (
        after,
        str(row.wrong),
        f"{_share(row.during)}, {_share(row.after)}",
        f"{row.processes[0]} → {row.processes[1]}, {row.sockets[0]} → {row.sockets[1]}",
    )


def _share(looks: tuple[int, int]) -> str:
    on_time, late = looks
    return f"{on_time / (on_time + late):.0%}" if on_time + late else "none"
