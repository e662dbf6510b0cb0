"""What did a measurement give, beside what it is compared with? Rows of one table, gathered in a file."""

from __future__ import annotations

import argparse
import json
from pathlib import Path


def add_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--rows", type=Path, help="add the figures to this file, for the table of all of them"
    )


def note(
    file: Path | None, what: str, ours: str, beside: str = "", theirs: str = "", ratio: str = ""
) -> None:
    """``beside`` names what was measured with it in the same run, ``theirs`` is its figure."""
    if file:
        with file.open("a") as rows:
            rows.write(json.dumps([what, ours, beside, theirs, ratio]) + "\n")


def noted(file: Path) -> list[list[str]]:
    return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []
