"""What follows from the comments and defaults in values.yaml? The strict schemas and the README's table.

``python -m charts.describe`` writes both; a test fails when they differ from what it would write.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from charts.kinds import kind_of

UMBRELLA = Path(__file__).parent / "rotisserie"
TABLE = re.compile(r"(?<=<!-- values -->\n).*(?=<!-- end of values -->)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Value:
    path: str
    meaning: str
    default: Any


def roles() -> list[str]:
    chart = yaml.safe_load((UMBRELLA / "Chart.yaml").read_text())
    return [
        dependency["name"] for dependency in chart["dependencies"] if dependency["name"] != "common"
    ]


def described(file: Path) -> Iterator[Value]:
    """Each value with a comment above it; what has none is a group of values. Raises ``ValueError``."""
    tree = yaml.safe_load(file.read_text())
    groups: list[str] = []
    comment: list[str] = []
    covered = -1
    for number, line in enumerate(file.read_text().splitlines(), 1):
        found = re.match(r"( *)(\w+):(.*)", line)
        depth = len(line) - len(line.lstrip())
        if line.lstrip().startswith("#"):
            comment.append(line.strip().lstrip("# "))
        elif not found:
            comment = []
        elif covered < 0 or depth <= covered:
            groups[depth // 2 :] = [found[2]]
            covered = depth if comment else -1
            if comment:
                yield Value(".".join(groups), " ".join(comment), at(tree, groups))
            elif found[3].strip():
                raise ValueError(f"{file}:{number}: {'.'.join(groups)} has no comment")
            comment = []


def at(tree: Any, path: list[str]) -> Any:
    for name in path:
        tree = tree[name]
    return tree


def schema_of(values: list[Value], more: dict[str, Any]) -> dict[str, Any]:
    root = _closed()
    for value in values:
        *groups, name = value.path.split(".")
        place = root
        for group in groups:
            place = place["properties"].setdefault(group, _closed())
        place["properties"][name] = {
            "description": value.meaning,
            **kind_of(value.path, value.default),
        }
    root["properties"].update(more)
    return {"$schema": "http://json-schema.org/draft-07/schema#", **root}


def _closed() -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "properties": {}}


def schemas() -> Iterator[tuple[Path, str]]:
    shared = list(described(UMBRELLA / "values.yaml"))
    given = schema_of([value for value in shared if value.path.startswith("global.")], {})[
        "properties"
    ]["global"]
    anything = {"type": "object"}
    umbrella: dict[str, Any] = {"common": anything}
    for role in roles():
        folder = UMBRELLA / "charts" / role
        more = {"enabled": {"type": "boolean"}, "global": given, "common": anything}
        yield (
            folder / "values.schema.json",
            _text(schema_of(list(described(folder / "values.yaml")), more)),
        )
        umbrella[role] = {"type": "object", "properties": {"enabled": {"type": "boolean"}}}
    only_global = [value for value in shared if value.path.startswith("global.")]
    yield UMBRELLA / "values.schema.json", _text(schema_of(only_global, umbrella))


def _text(schema: dict[str, Any]) -> str:
    return json.dumps(schema, indent=1) + "\n"


def table() -> str:
    rows = ["| Value | Default | What it says |", "|---|---|---|"]
    rows += [
        _row("", value)
        for value in described(UMBRELLA / "values.yaml")
        if value.path.startswith("global.")
    ]
    for role in roles():
        enabled = [
            value
            for value in described(UMBRELLA / "values.yaml")
            if value.path == f"{role}.enabled"
        ]
        rows += [_row("", value) for value in enabled]
        rows += [
            _row(f"{role}.", value)
            for value in described(UMBRELLA / "charts" / role / "values.yaml")
        ]
    return "\n".join(rows) + "\n"


def _row(prefix: str, value: Value) -> str:
    return f"| `{prefix}{value.path}` | `{json.dumps(value.default)}` | {value.meaning} |"


def written() -> dict[Path, str]:
    """Every file that follows from others, as it should be."""
    readme = UMBRELLA / "README.md"
    files = dict(schemas())
    files[readme] = TABLE.sub(lambda _: table(), readme.read_text())
    return files


if __name__ == "__main__":
    for path, text in written().items():
        path.write_text(text)
