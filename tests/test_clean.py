"""Does `make clean` forget all that the targets of the Makefile leave behind?"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

CHECKOUT = Path(__file__).parent.parent


def ignored() -> list[str]:
    """What git ignores because a tool makes it, as a path that could exist."""
    lines = (CHECKOUT / ".gitignore").read_text().splitlines()
    return [line.strip().rstrip("/").replace("*", "x") for line in lines if line.strip()]


def test_clean_removes_what_was_made_and_keeps_what_people_wrote(tmp_path: Path) -> None:
    checkout, home = tmp_path / "checkout", tmp_path / "home"
    (checkout / "var").mkdir(parents=True)
    shutil.copy(CHECKOUT / "Makefile", checkout)
    (checkout / ".env").write_text("TWITCH_CLIENT_ID=mine\n")
    made = [name for name in ignored() if re.fullmatch(r"\.?[\w-]+", name) and name != ".env"]
    folders = [name for name in made if name not in (".coverage",)]
    assert {".venv", ".venv-train", ".venv-bench", "node_modules", "staticfiles"} <= set(folders)
    for name in [*folders, "training/fonts/node_modules", "scoreboard/__pycache__"]:
        (checkout / name / "inside").mkdir(parents=True, exist_ok=True)
    (home / ".cache" / "rotisserie" / "arena").mkdir(parents=True)
    (home / ".cache" / "others").mkdir()
    environment = {"PATH": os.environ["PATH"], "HOME": str(home)}
    subprocess.run(
        ["make", "clean"], cwd=checkout, env=environment, check=True, capture_output=True
    )
    left = {
        str(p.relative_to(tmp_path))
        for p in tmp_path.rglob("*")
        if p.is_file() or not any(p.iterdir())
    }
    assert left == {
        "checkout/.env",
        "checkout/Makefile",
        "checkout/scoreboard",
        "checkout/training/fonts",
        "home/.cache/others",
    }
