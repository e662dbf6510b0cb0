"""Does everyone speak of the same variables?"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from scoreboard.version import VERSION

CHECKOUT = Path(__file__).parent.parent
NOT_OURS = {"ENV_FILE", "DJANGO_SETTINGS_MODULE", "OMP_THREAD_LIMIT", "XDG_CACHE_HOME"}
READ = re.compile(
    r"(?:environ\.get|environ|getenv|\bget|_words|_required|setdefault|environment\.\w+)"
    r'[\(\[]"([A-Z][A-Z_]+)"'
)


def read_by(*folders: str) -> set[str]:
    files = [file for folder in folders for file in (CHECKOUT / folder).rglob("*.py")]
    return {name for file in files for name in READ.findall(file.read_text())} - NOT_OURS


def examples() -> tuple[set[str], set[str]]:
    """What .env.example holds for every way of running it, and for docker compose alone."""
    parts = (CHECKOUT / ".env.example").read_text().split("\n# Only for docker compose\n")
    found = [set(re.findall(r"^([A-Z_]+)=", part, re.MULTILINE)) for part in parts]
    return found[0], found[1]


def test_compose_takes_what_the_example_says() -> None:
    compose = (CHECKOUT / "compose.yaml").read_text()
    asked = dict(re.findall(r"(?<!\$)\$\{([A-Z_]+)(?::-([^}]*))?\}", compose))
    everywhere, compose_alone = examples()
    assert asked.keys() - everywhere == compose_alone
    example = dict(
        re.findall(r"^([A-Z_]+)=(.*)$", (CHECKOUT / ".env.example").read_text(), re.MULTILINE)
    )
    assert {name: asked[name] for name in compose_alone} == {
        name: example[name] for name in compose_alone
    }


def test_the_example_and_the_readme_hold_what_the_settings_read() -> None:
    settings = {
        name
        for part in ("workers", "webapp")
        for name in READ.findall((CHECKOUT / part / "settings.py").read_text())
    } - NOT_OURS
    example, _ = examples()
    readme = set(
        re.findall(r"^\| `([A-Z_]+)` \|", (CHECKOUT / "README.md").read_text(), re.MULTILINE)
    )
    assert settings == example
    assert settings == readme


def test_only_the_settings_read_the_environment() -> None:
    elsewhere = [
        file
        for part in ("scoreboard", "workers", "webapp")
        for file in (CHECKOUT / part).rglob("*.py")
        if file.name != "settings.py" and re.search(r"environ\b(?!ment)", file.read_text())
    ]
    allowed = {"webapp/asgi.py", "webapp/__main__.py", "workers/read/readers/tesseract.py"}
    assert {str(file.relative_to(CHECKOUT)) for file in elsewhere} <= allowed


def test_no_worker_knows_django() -> None:
    for part in ("workers", "scoreboard", "arena"):
        for file in (CHECKOUT / part).rglob("*.py"):
            assert not re.search(r"^\s*(import|from) django", file.read_text(), re.MULTILINE), file


def test_the_version_is_said_once_and_repeated_right() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())
    assert project["project"]["version"] == VERSION
