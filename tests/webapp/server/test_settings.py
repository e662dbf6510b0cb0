"""Do wrong settings end in one sentence, before anything listens?"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[3]
GOOD = {"DATABASE_URL": "sqlite:////tmp/x.sqlite3", "SECRET_KEY": "x", "ALLOWED_HOSTS": "a.example"}
WRONG = [
    ({"REDIS_URL": "hello"}, "REDIS_URL"),
    ({"REDIS_URL": "redis://host:port/0"}, "REDIS_URL"),
    ({"REDIS_URL": "http://host"}, "REDIS_URL"),
    ({"REDIS_URL": "redis+sentinel://:s3cret@a,b:26379"}, "it names no primary"),
    ({"BROKER_URL": "redis+sentinel://:s3cret@host:port/name"}, "BROKER_URL"),
    ({"LOOKS_URL": "redis://:s3cret@host/0?sentinel=1"}, "LOOKS_URL"),
    ({"DATABASE_URL": "hello"}, "DATABASE_URL"),
    ({"DATABASE_URL": "postgres://user:s3cret@host:port/name"}, "DATABASE_URL"),
    ({"DATABASE_URL": "postgres://host"}, "DATABASE_URL"),
    ({"DATABASE_URL": "mysql://user:s3cret@host/name"}, "DATABASE_URL"),
    ({"SECRET_KEY": ""}, "SECRET_KEY must be set"),
    ({"ALLOWED_HOSTS": " , "}, "ALLOWED_HOSTS must be set"),
    ({"ALLOWED_HOSTS": "https://a.example"}, "ALLOWED_HOSTS must be host names"),
    ({"ALLOWED_HOSTS": "a.example:8000"}, "ALLOWED_HOSTS must be host names"),
    ({"TRUSTED_PROXY_HOPS": "two"}, "TRUSTED_PROXY_HOPS must be a whole number from 0 to 10."),
    ({"TRUSTED_PROXY_HOPS": "-1"}, "TRUSTED_PROXY_HOPS"),
    ({"TRUSTED_PROXY_HOPS": "11"}, "TRUSTED_PROXY_HOPS"),
    ({"SSL_CERT_FILE": "/no/such/file"}, "SSL_CERT_FILE must be a file of certificates (PEM)"),
    ({"ARENA_URL": "arena:8090"}, "ARENA_URL"),
    ({"EMBEDDED_PLAYERS": "twitch, vimeo"}, "EMBEDDED_PLAYERS must list some of twitch, kick"),
    ({"LOG_FORMAT": "xml"}, "LOG_FORMAT must be one of: text, json."),
]


def environment(**values):
    return {**os.environ, "DJANGO_SETTINGS_MODULE": "webapp.settings", **GOOD, **values}


@pytest.mark.parametrize(("values", "words"), WRONG, ids=[str(values) for values, _ in WRONG])
def test_a_wrong_setting_is_one_sentence(values, words):
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=CHECKOUT,
        env=environment(**values),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert words in done.stderr
    assert "s3cret" not in done.stderr


def test_a_server_says_the_same_and_does_not_listen():
    done = subprocess.run(
        [sys.executable, "-m", "uvicorn", "webapp.asgi:application", "--port", "0"],
        cwd=CHECKOUT,
        env=environment(REDIS_URL="hello"),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.count("\n") == 1
    assert "REDIS_URL must" in done.stderr


def test_good_settings_are_taken(site):
    from webapp.environment import POOL, CheckedEnvironment

    url = "postgres://user:secret@host:5433/name?sslmode=require"
    for query, pool in (("", POOL), ("&pool=true", POOL), ("&pool=false", None)):
        found = CheckedEnvironment({"DATABASE_URL": url + query}).database("DATABASE_URL", "")
        assert found["OPTIONS"]["sslmode"] == "require"
        assert found["OPTIONS"].get("pool") == pool
        assert found["CONN_MAX_AGE"] == 0
