"""Which build is in a checkout?"""

from __future__ import annotations

import subprocess
from pathlib import Path


def commit_of(checkout: Path) -> str:
    """Its commit, marked when files differ from it; the folder's name where there is no commit."""
    words = ["git", "-C", str(checkout), "describe", "--always", "--dirty"]
    found = subprocess.run(words, check=False, capture_output=True, text=True)
    return found.stdout.strip() or checkout.name
