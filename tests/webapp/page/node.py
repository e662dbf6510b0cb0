"""How does a test run one of the page's modules?"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from tests.conftest import need

SCRIPTS = Path(__file__).parents[3] / "webapp/static/board"


def in_node(script: str, given: object = None) -> Any:
    """What ``script`` returns: the body of an async function of ``given``; it imports with ``load("live/x.js")``."""
    program = f"""
        const load = (name) => import("{SCRIPTS.as_uri()}/" + name);
        const given = JSON.parse(await new Response(process.stdin).text());
        const answer = await (async () => {{ {script} }})();
        console.log(JSON.stringify(answer));
    """
    done = subprocess.run(
        [need("node"), "--no-warnings", "--input-type=module", "--eval", program],
        input=json.dumps(given),
        text=True,
        capture_output=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
