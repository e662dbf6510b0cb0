"""Which variables does a .env file set?"""

from __future__ import annotations

import re
from pathlib import Path

_LINE = re.compile(r"\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*?)\s*")
_QUOTED = re.compile(r"""(["'])(.*)\1\s*(?:#.*)?""")
_COMMENT = re.compile(r"(?:^|\s)#.*")
MAX_BYTES = 1_000_000


def env_file(path: Path) -> dict[str, str]:
    """Names and values, as docker compose reads them: quotes are removed, nothing is expanded, the last line wins.

    Empty values are left out, so that a copy of .env.example sets nothing but defaults. A missing file sets nothing.
    """
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            lines = file.read(MAX_BYTES).splitlines()
    except OSError:
        return {}
    matches = (_LINE.fullmatch(line) for line in lines if not line.lstrip().startswith("#"))
    found = {match[1]: _value(match[2]) for match in matches if match}
    return {name: value for name, value in found.items() if value}


def _value(text: str) -> str:
    if quoted := _QUOTED.fullmatch(text):
        return quoted[2]
    return _COMMENT.sub("", text).strip()
