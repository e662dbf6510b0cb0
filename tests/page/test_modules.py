"""Do the page's pure modules work under node?"""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from scoreboard import rules
from tests.conftest import need

FOLDER = Path(__file__).parent
STATIC = FOLDER.parents[1] / "webapp/static/board"
PURE = (
    "words.js",
    "viewer/following.js",
    "viewer/planning.js",
    "list/sparkline.js",
    "list/emptiness.js",
    "live/seen.js",
    "viewer/stars.js",
    "matches/window.js",
)
DOM = re.compile(r"\b(document|window|localStorage|navigator)\b")


def test_the_page_s_pure_modules() -> None:
    environment = {**os.environ, "RULES": json.dumps(rules.for_page())}
    done = subprocess.run(
        [need("node"), "--test", str(FOLDER)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert int(re.findall(r"# pass (\d+)", done.stdout)[-1]) >= 12


@pytest.mark.parametrize("module", PURE)
def test_a_pure_module_touches_no_document(module: str) -> None:
    code = "\n".join(
        line for line in (STATIC / module).read_text().splitlines() if not line.startswith("//")
    )
    assert not DOM.search(code)
