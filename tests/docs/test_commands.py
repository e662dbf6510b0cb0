"""Is every command in the docs one that exists, and is each of them tried by some test?"""

from __future__ import annotations

import os
import re
import subprocess
import sys

import yaml

from tests.docs.commands import CHECKOUT, everywhere

COMMANDS = everywhere()
NAMES_ONLY = ("kubectl scale", "docker compose", "helm install", "helm template", "helm test")
"""Spoken of, not shown with everything they take."""
NOT_HERE = {
    r"docker (stop|rm|stats|build)\b": "of Docker itself",
    r"docker buildx ": "needs a registry",
    r"helm (pull|install \w+) oci://": "needs a registry",
    r"pip install 'rotisserie\[": "needs the wheel: tests/test_releasing.py",
    r"curl ": "tests/docs/test_processes.py",
    r"(uvicorn|celery) ": "tests/docs/test_processes.py",
    r"python -m (arena|demo) ": "tests/arena, tests/acceptance",
    r"(\.venv/bin/)?python -m workers\.scan ": "tests/workers/scan",
    r"(\.venv/bin/)?python -m workers\.teach ": "tests/workers/teach",
    r"(\.venv/bin/)?python -m workers\.read --profile ": "tests/workers/read/test_taught.py",
    r"psql ": "of PostgreSQL itself",
    r"pg_\w+ ": "of PostgreSQL itself",
    r"(helm|kubectl) ": "tests/docs/test_cluster.py",
}


def of(program: str) -> list[str]:
    return [line for _, line in COMMANDS if f"{program} " in line and line not in NAMES_ONLY]


def test_there_are_many() -> None:
    assert len(COMMANDS) > 80
    assert len({page for page, _ in COMMANDS}) > 8


def test_every_command_is_tried_or_says_why_not() -> None:
    tried = (*of("make"), *of("manage.py"), *of("docker compose"), *NAMES_ONLY)
    left = [
        line
        for _, line in COMMANDS
        if line not in tried and not any(re.match(start, line) for start in NOT_HERE)
    ]
    assert left == []


def test_make_has_every_target_and_variable() -> None:
    makefile = (CHECKOUT / "Makefile").read_text()
    targets, variables = set(), set()
    for line in of("make"):
        _, target, *assigned = re.findall(
            r"make|(?<=make )[a-z-]+|\b[A-Z_]+(?==)", line[line.index("make ") :]
        )
        targets.add(target)
        variables |= set(assigned)
    assert len(targets) > 15
    assert targets - set(re.findall(r"^([a-z][\w-]*):.*##", makefile, re.MULTILINE)) == set()
    assert {name for name in variables if f"$({name}" not in makefile} == set()


def test_manage_has_every_command() -> None:
    command = [sys.executable, "manage.py", "help", "--commands"]
    variables = {
        **os.environ,
        "DATABASE_URL": "sqlite:///nowhere",
        "SECRET_KEY": "for tests",
        "ALLOWED_HOSTS": "*",
    }
    done = subprocess.run(command, cwd=CHECKOUT, env=variables, capture_output=True, check=True)
    there = set(done.stdout.decode().split())
    asked = {re.search(r"manage\.py (\w+)", line)[1] for line in of("manage.py")}  # type: ignore[index]
    assert len(asked) >= 5
    assert asked - there == set()


def test_compose_has_every_service_and_file() -> None:
    compose = yaml.safe_load((CHECKOUT / "compose.yaml").read_text())
    lines = of("docker compose")
    named = set(re.findall(r"(?:--scale |exec |--scale \w+=\d )([a-z]+)", " ".join(lines)))
    assert named >= {"ocr", "web", "proxy"}
    assert named <= compose["services"].keys()
    for path in re.findall(r"/etc/rotisserie/\S+", " ".join(lines)):
        (mounted,) = (volume.split(":") for volume in compose["services"]["proxy"]["volumes"])
        assert (CHECKOUT / mounted[0] / path.removeprefix(f"{mounted[1]}/")).is_file()
    variables = re.findall(r"\b([A-Z_]+)=", " ".join(lines))
    assert all(f"${{{name}" in (CHECKOUT / "compose.yaml").read_text() for name in variables)
