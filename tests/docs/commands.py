"""Which commands and which values do the docs ask people to type?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

CHECKOUT = Path(__file__).parents[2]
README = CHECKOUT / "README.md"
OPERATIONS = CHECKOUT / "docs" / "operations.md"
CHART_README = CHECKOUT / "charts" / "rotisserie" / "README.md"
PAGES = [
    README,
    CHECKOUT / "CONTRIBUTING.md",
    CHECKOUT / "SECURITY.md",
    CHART_README,
    *sorted((CHECKOUT / "docs").glob("*.md")),
]
PROGRAMS = (
    "helm|kubectl|docker|make|curl|pip|npm|celery|uvicorn|pytest|psql|rotisserie-[a-z]+"
    r"|(?:\.venv[\w-]*/bin/)?python3?"
)
_SHOWN = re.compile(r"^ {4,}(?P<block>\S.*)$|`(?P<inline>[^`]+)`", re.MULTILINE)
_COMMAND = re.compile(rf"(?:\$ )?((?:[A-Z_]+=\S+ )*(?:{PROGRAMS}) .+)")
_COMMENT = re.compile(r"\s+#\s.*")
_BLOCK = re.compile(r"(?:^ {4,}\S.*\n)+", re.MULTILINE)


def commands(text: str) -> Iterator[str]:
    """Those in indented blocks and in backquotes, which may be wrapped, without the comments after them."""
    for shown in _SHOWN.finditer(re.sub(r" \\\n\s*", " ", text)):
        typed = shown["block"] or " ".join(shown["inline"].split())
        for part in re.split(r" && |; ", typed):
            if command := _COMMAND.fullmatch(part):
                yield _COMMENT.sub("", command[1])


def everywhere() -> list[tuple[str, str]]:
    """(page, command), each once."""
    found = [(page, line) for page in PAGES for line in commands(page.read_text())]
    return list({line: (str(page.relative_to(CHECKOUT)), line) for page, line in found}.values())


def section(page: Path, heading: str) -> str:
    return page.read_text().split(f"\n## {heading}\n")[1].split("\n## ")[0]


def values() -> list[tuple[str, dict[str, Any]]]:
    """(page, values of the chart) of each block that holds some."""
    found = []
    for page in PAGES:
        for block in _BLOCK.findall(page.read_text()):
            if re.match(r" +(global|[a-z]+): ?\{", block):
                found.append((page.name, yaml.safe_load(re.sub("^    ", "", block, flags=re.M))))
    return found
