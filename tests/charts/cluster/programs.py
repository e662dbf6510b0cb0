"""Where is a program that Debian has and a machine may lack?"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest


def program(name: str) -> str:
    """Its path; without it the test is skipped on a laptop and fails where ``CI=true``."""
    places = [os.environ["PATH"], str(Path(sys.prefix) / "bin"), "/usr/sbin"]
    found = shutil.which(name, path=os.pathsep.join(places))
    if not found:
        sentence = f"{name} is not installed: run requirements/system.sh tools"
        pytest.fail(sentence) if os.environ.get("CI") == "true" else pytest.skip(sentence)
    return found
