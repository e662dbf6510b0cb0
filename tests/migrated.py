"""Where does a test's site get its tables? From one database that is migrated once, and copied."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

CHECKOUT = Path(__file__).parents[1]
FOLDER = CHECKOUT / "var" / "test-databases"


def migrated(path: Path) -> None:
    """An empty SQLite database at ``path``, with the tables that ``manage.py migrate`` makes."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    original = FOLDER / f"{_version()}.sqlite3"
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not original.exists():
            _migrate(original)
    shutil.copyfile(original, path)


def _migrate(original: Path) -> None:
    new = original.with_suffix(".new")
    new.unlink(missing_ok=True)
    told = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "webapp.settings",
        "DATABASE_URL": f"sqlite:///{new}",
        "SECRET_KEY": "for tests",
        "ALLOWED_HOSTS": "localhost",
    }
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=CHECKOUT, env=told, check=True)
    new.rename(original)


def _version() -> str:
    """Of all that has a say in it: our migrations and models, and the packages that have some of their own."""
    files = [*CHECKOUT.glob("webapp/**/migrations/*.py"), CHECKOUT / "requirements/web.txt"]
    found = sha256()
    for file in sorted(files):
        found.update(file.read_bytes())
    return found.hexdigest()[:16]
