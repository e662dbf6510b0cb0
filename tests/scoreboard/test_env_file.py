"""Is .env read as people and docker compose write it?"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from scoreboard.process.env_file import env_file

CHECKOUT = Path(__file__).parents[2]
SHOW = {
    "webapp.settings": "import webapp.settings as s; print(s.REDIS_URL)",
    "workers.settings": "from workers.settings import settings as s; print(s.redis_url)",
}


def test_lines_as_people_write_them(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(
        "# a comment\n\nA=1\nexport B = two words \nC='# kept' # dropped\nD=\"x=y\"\nE=a#b # c\n"
        "F=\nno assignment\nA=2\n G=redis://:p@h:1/0\n#H=1\nI=$A\r\n",
        newline="",
    )
    assert env_file(tmp_path / ".env") == {
        "A": "2",
        "B": "two words",
        "C": "# kept",
        "D": "x=y",
        "E": "a#b",
        "G": "redis://:p@h:1/0",
        "I": "$A",
    }


def test_no_file_and_a_folder_set_nothing(tmp_path: Path) -> None:
    assert env_file(tmp_path / ".env") == env_file(tmp_path) == {}


@pytest.mark.parametrize("module", SHOW)
@pytest.mark.parametrize(
    ("given", "seen"),
    [({}, "redis://file:1/0"), ({"REDIS_URL": "redis://own:2/0"}, "redis://own:2/0")],
)
def test_both_settings_read_it_and_the_environment_comes_first(
    module: str, given: dict[str, str], seen: str, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("REDIS_URL=redis://file:1/0\n")
    environment = {"PATH": os.environ["PATH"], "ENV_FILE": str(tmp_path / ".env"), **given}
    done = subprocess.run(
        [sys.executable, "-c", SHOW[module]],
        env=environment,
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == seen
