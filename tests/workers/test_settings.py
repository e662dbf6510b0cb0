"""Does a wrong setting end a worker with one sentence, before anything starts?"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

WRONG = {
    "REDIS_URL": [
        "hello",
        "",
        "redis://",
        "redis://host:port/0",
        "redis://host:99999999/0",
        "redis://host:6379/first",
        "redis://host:6379/0?socket_timeout=long",
        "http://host:6379/0",
        "unix:///tmp/redis.sock",
        "redis+sentinel://host",
    ],
    "BROKER_URL": ["hello"],
    "LOOKS_URL": ["redis+sentinel://host/a b"],
    "TWITCH_CLIENT_ID": ["only-the-id"],
    "TWITCH_API_URL": ["api.twitch.tv", "ftp://api.twitch.tv", "https://"],
    "TWITCH_AUTH_URL": ["none"],
    "KICK_CLIENT_SECRET": ["only-the-secret"],
    "KICK_API_URL": ["api.kick.com", "https://"],
    "KICK_AUTH_URL": ["none"],
    "YOUTUBE_API_KEY": ["two words", "line\nbreak", "kéy"],
    "YOUTUBE_API_URL": ["www.googleapis.com"],
    "ALLOWED_STREAM_HOSTS": ["http://host", "host:port", "a/b"],
    "SSL_CERT_FILE": ["/no/such/file", __file__],
    "HEARTBEAT_FILE": ["/no/such/folder/heart"],
    "LOG_FORMAT": ["xml"],
}
CASES = [(name, value) for name, values in WRONG.items() for value in values]
ROLES = {
    "worker": ["workers.tasks", "worker", "--queues", "capture"],
    "beat": ["workers.app", "beat"],
}


def ended(command: list[str], **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(("name", "value"), CASES)
def test_a_wrong_value_is_one_sentence(name: str, value: str) -> None:
    found = ended([sys.executable, "-c", "import workers.settings"], **{name: value})
    assert found.returncode == 1
    assert found.stdout == ""
    (line,) = found.stderr.splitlines()
    assert name in line
    assert line.endswith(".")


@pytest.mark.parametrize("role", list(ROLES))
def test_a_role_with_a_wrong_url_ends_before_it_starts(role: str) -> None:
    command = [sys.executable, "-m", "celery", "--quiet", "-A", *ROLES[role]]
    found = ended(command, REDIS_URL="hello")
    assert found.returncode == 1
    printed = (found.stdout + found.stderr).strip().splitlines()
    forms = "redis://host:6379/0, rediss://host:6379/0 or redis+sentinel://host:26379,host:26379/primary/0"
    assert printed == [f"REDIS_URL must look like {forms}."]


def test_a_password_is_not_repeated() -> None:
    found = ended(
        [sys.executable, "-c", "import workers.settings"],
        REDIS_URL="redis://user:hunter2@host:port/0",
    )
    assert found.returncode == 1
    assert "hunter2" not in found.stdout + found.stderr


def test_right_values_are_taken(tmp_path: Path) -> None:
    code = "from workers.settings import settings; print(settings.log_format, settings.commit)"
    found = ended(
        [sys.executable, "-c", code],
        REDIS_URL="rediss://user:word@redis.example.com:6380/3",
        ALLOWED_STREAM_HOSTS="arena:8090, 10.0.0.7, [::1]:80 a-b.example.com",
        HEARTBEAT_FILE=str(tmp_path / "heart"),
        LOG_FORMAT="JSON",
        COMMIT="abc123",
    )
    assert (found.returncode, found.stdout) == (0, "json abc123\n")
