"""Does docs/platforms.md name each field of the platforms' answers that is used?"""

import re
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parent.parent.parent
DISCOVER = CHECKOUT / "workers" / "discover"
READS = re.compile(
    r"(?:_in|inside|_text|\.get|uploads_of|rows_of|found_videos)\(([^()]*(?:\([^()]*\))?[^()]*)\)"
)
NAME = re.compile(r'"([A-Za-z][A-Za-z_]+)"')
ENVELOPE = {"data", "items"}
"""Lists of rows, in every answer."""


def fields_of(platform: str) -> set[str]:
    found: set[str] = set()
    for file in (DISCOVER / platform).glob("*.py"):
        if file.stem in ("answer", "rows", "kick", "helix"):
            for read in READS.findall(file.read_text()):
                found |= {*NAME.findall(read)}
    return found - ENVELOPE


@pytest.mark.parametrize(("platform", "some"), [("twitch", 20), ("kick", 12), ("youtube", 14)])
def test_each_field_is_named(platform: str, some: int) -> None:
    text = (CHECKOUT / "docs" / "platforms.md").read_text()
    section = _section(text, platform)
    named = {
        word for code in re.findall(r"`([^`]+)`", section) for word in re.findall(r"\w+", code)
    }
    fields = fields_of(platform)
    assert len(fields) >= some, sorted(fields)
    assert fields <= named, sorted(fields - named)


def _section(text: str, platform: str) -> str:
    parts = re.split(r"^## ", text, flags=re.MULTILINE)
    return next(part for part in parts if part.lower().startswith(platform))
