"""Does the doctor say what is wrong, and what to do?"""

from __future__ import annotations

import io
import json
import time
from pathlib import Path

import pytest

from scoreboard.health import Worker
from scoreboard.version import VERSION
from tests.webapp.boards import row, show

ROLES = ("beat", "control", "capture", "ocr")


@pytest.fixture
def well(client, store):
    """A site for which all is well."""
    from webapp.catalog.models import Channel, Game

    for role in ROLES:
        worker = Worker(VERSION, store.now(), role, "", 0.01)
        store.put_worker(f"{role}@host", worker)
    store.lead("host:1:abc", 30)
    show(store, row("one"))
    Channel.objects.create(channel="one", url="https://example.org/one", game=Game.objects.first())
    return store


def examined(*arguments):
    from django.core.management import call_command

    told, code = io.StringIO(), 0
    try:
        call_command("doctor", *arguments, stdout=told)
    except SystemExit as ended:
        code = int(str(ended.code))
    return code, told.getvalue()


def found(name):
    code, told = examined("--json")
    checks = {each["name"]: each for each in json.loads(told)["checks"]}
    assert (code == 1) == any(each["status"] == "wrong" for each in checks.values())
    assert json.loads(told)["ok"] == (code == 0)
    return checks[name]["status"], checks[name]["sentence"]


def test_all_is_well(well, settings_with):
    settings_with(ALLOWED_HOSTS=["rotisserie.example"])
    code, told = examined()
    assert code == 0, told
    assert told.count("\n") == told.count("ok  ") == 10


@pytest.fixture
def settings_with(site):
    from django.test import override_settings

    overrides = []

    def override(**values):
        overrides.append(override_settings(**values))
        overrides[-1].enable()

    yield override
    for each in overrides:
        each.disable()


def test_a_role_nobody_plays_is_named_with_its_command(well):
    well.forget_worker("capture@host")
    status, sentence = found("workers")
    assert status == "wrong"
    assert "capture" in sentence
    assert "--queues capture" in sentence


def test_the_commands_it_names_are_the_readmes(site):
    from webapp.desk.doctor.workers import START

    readme = (Path(__file__).parents[3] / "README.md").read_text()
    assert [command for command in START.values() if f"    {command}" not in readme] == []


def test_a_worker_may_play_several_roles(well):
    for role in ROLES:
        well.forget_worker(f"{role}@host")
    for name, role in (("beat@a", "beat"), ("one@a", "capture,control,ocr")):
        well.put_worker(name, Worker(VERSION, well.now(), role))
    assert found("workers")[0] == "ok"


def test_workers_of_another_version(well):
    well.put_worker("ocr@host", Worker("0.0.9", well.now(), "ocr"))
    status, sentence = found("workers")
    assert (status, "0.0.9" in sentence, VERSION in sentence) == ("warning", True, True)


def test_no_beat_leads(well, redis):
    redis.delete("leader")
    assert found("beat")[0] == "wrong"


def test_an_old_board(well):
    from scoreboard.models import ALL_GAMES, Board

    well.put_board(Board(ALL_GAMES, time.time() - 60, ()), announce=False)
    status, sentence = found("boards")
    assert (status, "60 s old" in sentence or "61 s old" in sentence) == ("wrong", True)


def test_a_clock_that_is_off(well):
    well.put_worker("capture@late", Worker(VERSION, well.now(), "capture", "", -7.2))
    status, sentence = found("clock")
    assert (status, "capture@late -7 s" in sentence) == ("wrong", True)


def test_a_discovery_that_failed(well):
    well.put_fault("discover", "pubg", "Twitch returned an invalid token.", time.time())
    status, sentence = found("platforms")
    assert (status, "invalid token" in sentence) == ("wrong", True)


@pytest.mark.parametrize(
    ("hosts", "status"),
    [(["*"], "warning"), (["10.0.0.1", "localhost"], "wrong"), ([".example.org"], "ok")],
)
def test_twitchs_player_needs_a_host_name(well, settings_with, hosts, status):
    settings_with(ALLOWED_HOSTS=hosts)
    found_status, sentence = found("embeds")
    assert (found_status, "HTTPS" in sentence) == (status, True)


@pytest.mark.parametrize(("variable", "name"), [("BROKER_URL", "broker"), ("LOOKS_URL", "looks")])
def test_a_second_redis_is_checked_by_itself(well, settings_with, variable, name):
    from webapp.store import link

    settings_with(
        **{variable: "redis+sentinel://:s3cret@127.0.0.1:1/main?sentinel_password=s3c@et"}
    )
    link.store.cache_clear()
    status, sentence = found(name)
    first = found("Redis")
    link.store.cache_clear()
    assert (status, first[0]) == ("wrong", "ok")
    assert "Redis at 127.0.0.1:1/main/0 is not responding" in sentence
    assert variable in sentence
    assert "s3c" not in sentence


def test_redis_away_hides_no_other_check(client, settings_with):
    from webapp.store import link

    settings_with(REDIS_URL="redis://:s3cret@127.0.0.1:1/0")
    link.store.cache_clear()
    code, told = examined()
    link.store.cache_clear()
    assert code == 1
    assert "Redis at 127.0.0.1:1/0 is not responding" in told
    assert "s3cret" not in told
    assert "All migrations are applied." in told
