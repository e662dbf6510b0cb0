"""Does the site listen on IPv4 and IPv6, as the command in the chart, compose and the image has it?"""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
from pathlib import Path

from tests.charts.cluster.helm import pods, render
from tests.conftest import free_port, wait_until_answers

CHECKOUT = Path(__file__).parents[2]
APP = """
async def application(scope, receive, send):
    assert scope["type"] == "lifespan"
"""


def test_the_site_listens_on_both_families(tmp_path: Path) -> None:
    (container,) = pods(render({}))["r-web"]["spec"]["containers"]
    command: list[str] = container["command"]
    (tmp_path / "both.py").write_text(APP)
    port = free_port()
    words = [
        {"webapp.asgi:application": "both:application", "8000": str(port)}.get(w, w)
        for w in command
    ]
    process = subprocess.Popen([sys.executable, "-m", *words, "--lifespan", "off"], cwd=tmp_path)
    try:
        wait_until_answers(port, 30)
        with (
            socket.create_connection(("127.0.0.1", port), 5),
            socket.socket(socket.AF_INET6) as six,
        ):
            assert six.connect_ex(("::1", port)) == 0
    finally:
        process.terminate()
        process.wait(10)


def test_the_image_runs_the_same_command() -> None:
    (container,) = pods(render({}))["r-web"]["spec"]["containers"]
    commands = re.findall(r"^CMD (\[.*\])$", (CHECKOUT / "Dockerfile").read_text(), re.MULTILINE)
    assert json.loads(commands[0]) == container["command"]
