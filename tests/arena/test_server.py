import json
import random
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from arena.broadcast.channel import Channel, Profile
from arena.broadcast.playlist import iso
from arena.broadcast.truth import truth
from arena.script.match import Pace, matches
from arena.script.scenario import ScenarioError, parse
from tests.arena.conftest import BEGAN, SCENARIO, Theatre


def test_truth_tells_what_the_script_says_and_from_when(theatre: Theatre):
    theatre.clock.now = BEGAN + 31
    told = [tuple(entry.values()) for entry in theatre.timeline("matches")]
    assert told == [
        ("2027-01-15T07:59:48.000Z", "live", "waiting", None, None),
        ("2027-01-15T08:00:10.000Z", "live", "playing", 50, None),
        ("2027-01-15T08:00:16.000Z", "live", "playing", 9, 2),
        ("2027-01-15T08:00:26.000Z", "live", "over", None, None),
    ]
    states = [entry["state"] for entry in theatre.timeline("troubled")]
    assert states == ["live", "ad", "live", "offline"]


def test_truth_keeps_twenty_minutes(theatre: Theatre):
    theatre.clock.now = BEGAN + 2000
    assert [entry["phase"] for entry in theatre.timeline("matches")] == ["over"]


def test_a_part_of_a_segment_can_be_had(theatre: Theatre):
    theatre.clock.now = BEGAN + 3
    path = "/live/matches/2.ts"
    _, whole, _ = theatre.get(path)
    status, body, headers = theatre.get(path, Range="bytes=188-375")
    assert (status, body) == (206, whole[188:376])
    assert headers["Content-Range"] == f"bytes 188-375/{len(whole)}"
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert theatre.get(path, Range="bytes=-188")[1] == whole[-188:]
    assert theatre.get(path, Range=f"bytes={len(whole)}-")[0] == 416
    assert theatre.get(path, Range="lines=1-2")[1] == whole


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/live/nobody/index.m3u8",
        "/live/matches/9999.ts",
        "/live/../truth",
        "/truth?channel=x",
        "/live/matches/",
    ],
)
def test_an_unknown_path_is_not_found(theatre: Theatre, path: str):
    assert theatre.get(path)[0] == 404


def test_many_questions_go_over_one_connection_and_rubbish_ends_it(theatre: Theatre):
    port = int(theatre.arena.url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=5) as line:
        for _ in range(3):
            line.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
            assert line.recv(4096).endswith(b"ok\n")
        line.sendall(b"HEAD / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert line.recv(4096).endswith(b"\r\n\r\n")
        line.sendall(b"rubbish\r\n\r\n")
        assert line.recv(4096).startswith(b"HTTP/1.1 400")
        assert line.recv(4096) == b""


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"game": "chess"}, "`game` must be one of"),
        ({"steps": []}, "list of `steps`"),
        ({"steps": [{"state": "asleep", "seconds": 4}]}, "`state` must be one of"),
        ({"steps": [{"alive": 4, "seconds": "long"}]}, "`seconds` must be a number"),
        ({"steps": [{"alive": "4", "seconds": 4}]}, "`alive` must be a whole number"),
        ({"channel": "../x"}, "letters, digits"),
    ],
)
def test_a_wrong_scenario_is_refused_with_a_sentence(change: dict, complaint: str):
    with pytest.raises(ScenarioError, match=complaint):
        parse({"channels": [SCENARIO["channels"][0] | change]}, 2.0)


@pytest.fixture
def command(library: Path, tmp_path: Path) -> list[str]:
    scenario = tmp_path / "scenario.json"
    scenario.write_text(json.dumps(SCENARIO))
    options = ["--scenario", str(scenario), "--fps", "5", "--library", str(library)]
    return [sys.executable, "-m", "arena", *options, "--port"]


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_the_command_serves_and_ends_within_two_seconds(command: list[str], how: int):
    with subprocess.Popen([*command, "0"], stdout=subprocess.PIPE, text=True) as arena:
        assert arena.stdout
        line = arena.stdout.readline()
        assert line.startswith("arena: 2 channels on http://127.0.0.1:")
        port = int(line.rstrip().rstrip("/").rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port), timeout=5):
            asked = time.monotonic()
            arena.send_signal(how)
            assert arena.wait(timeout=5) == 0
            assert time.monotonic() - asked < 2


def test_a_taken_port_is_said_in_one_sentence(command: list[str]):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ended = subprocess.run(
            [*command, port], capture_output=True, text=True, timeout=20, check=False
        )
    assert ended.returncode == 1
    assert ended.stderr.count("\n") == 1
    assert f"port {port}" in ended.stderr


def test_a_wrong_option_is_said(command: list[str]):
    ended = subprocess.run(
        [*command, "0", "--matches", "many"],
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    assert ended.returncode == 2
    assert "must be a whole number from 1 to 10000, not 'many'" in ended.stderr


def test_the_truth_tells_how_each_match_ends():
    rng = random.Random(3)
    profile = Profile("c", "pubg", "C", "", "en", 5)
    channel = Channel(profile, matches("pubg", rng, Pace(playing_seconds=60), 2.0), 1000.0)
    channel.advance(1600.0)
    told = truth(channel, "http://localhost/", 1600.0)["matches"]
    assert len(told) > 3
    for match, played in zip(told, channel.played, strict=True):
        course = played.course
        assert (match["result"], match["place"], match["mode"]) == (
            course.result,
            course.place,
            course.mode,
        )
        assert match["ends"] == iso(played.at + course.ends_at)
        assert (match["dies"] is None) == (course.result != "placed")
    assert [match["from"] for match in told] == sorted(match["from"] for match in told)


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    file = tmp_path / "arena.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
            *("-nodes", "-days", "1", "-subj", "/CN=arena", "-addext"),
            *("subjectAltName=IP:127.0.0.1", "-keyout", file, "-out", tmp_path / "certificate"),
        ],
        check=True,
        capture_output=True,
    )
    file.write_text(file.read_text() + (tmp_path / "certificate").read_text())
    return file


def test_it_broadcasts_over_tls_to_who_trusts_its_certificate(
    command: list[str], certificate: Path
):
    with subprocess.Popen(
        [*command, "0", "--certificate", str(certificate)], stdout=subprocess.PIPE, text=True
    ) as arena:
        assert arena.stdout
        address = arena.stdout.readline().split()[-1]
        try:
            assert address.startswith("https://127.0.0.1:")
            trusting = ssl.create_default_context(cafile=certificate)
            with urllib.request.urlopen(f"{address}truth", context=trusting, timeout=5) as answer:
                url = json.load(answer)["channels"][0]["url"]
            with urllib.request.urlopen(url, context=trusting, timeout=5) as answer:
                assert answer.read(7) == b"#EXTM3U"
        finally:
            arena.terminate()


def test_a_certificate_that_is_none_is_said_in_one_sentence(command: list[str]):
    ended = subprocess.run(
        [*command, "0", "--certificate", __file__],
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    assert ended.returncode == 1
    assert ended.stderr.startswith("arena: the certificate ")
    assert ended.stderr.count("\n") == 1
