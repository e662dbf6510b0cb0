"""Is each mistake in a file of labels told in one sentence, and does it leave no profile?"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

from scoreboard.taught.profile import TaughtProfile
from tests.workers.read.taught.test_taught import profile
from tests.workers.teach import drawn
from workers.teach.__main__ import write
from workers.teach.labels import BadLabels, read_labels

GOOD = "0.png,40,100:50:30:20"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    picture = np.random.default_rng(1).integers(0, 255, (360, 640), np.uint8)
    cv2.imwrite(str(tmp_path / "0.png"), picture)
    cv2.imwrite(str(tmp_path / "small.png"), picture[:100])
    whole = (tmp_path / "0.png").read_bytes()
    (tmp_path / "half.png").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "text.png").write_text("no picture")
    return tmp_path


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("half.png,40,", "half.png: the image is damaged."),
        ("text.png,40,", "text.png: the file is not a supported image."),
        ("missing.png,40,", "missing.png: the file cannot be read: No such file or directory."),
        ("small.png,40,", "small.png: the picture is too small for a frame."),
        ("0.png,1000,", "row 2: 1000 alive is not a number from 1 to 200, nor none."),
        ("0.png,-3,", "row 2: -3 alive is not a number from 1 to 200, nor none."),
        ("0.png,many,", "row 2: many alive is not a number from 1 to 200, nor none."),
        (
            "0.png,40,630:50:30:20",
            "row 2: the box 630:50:30:20 reaches outside the picture of 640 x 360 pixels.",
        ),
        ("0.png,40,1:2:3", "row 2: the box 1:2:3 is not x:y:width:height in pixels."),
        ("0.png,40,100:50:30:1", "row 2: the box 100:50:30:1 is too small for digits."),
        (",40,", "row 2: no file is named."),
    ],
)
def test_a_bad_row(folder: Path, row: str, sentence: str) -> None:
    (folder / "labels.csv").write_text(f"file,alive,box\n{row}\n{GOOD}\n")
    with pytest.raises(BadLabels) as refusal:
        read_labels(folder / "labels.csv")
    assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (b"", "the columns file and alive are needed"),
        (b"picture,count\n0.png,40\n", "the columns file and alive are needed"),
        (b"\xff\xfe\x00", "not CSV in UTF-8"),
        (b"file,alive\n" + 61 * b"0.png,40\n", "more than 60 frames"),
    ],
)
def test_a_bad_file(folder: Path, text: bytes, sentence: str) -> None:
    (folder / "labels.csv").write_bytes(text)
    with pytest.raises(BadLabels, match=sentence):
        read_labels(folder / "labels.csv")


def test_what_is_said_of_a_frame(folder: Path) -> None:
    rows = ("0.png,40,2,100:50:30:20,200:50:10:20", "0.png,none,,,", "0.png,waiting,,,")
    (folder / "labels.csv").write_text("file,alive,kills,box,kills_box\n" + "\n".join(rows))
    shown, without, lobby = read_labels(folder / "labels.csv")
    assert shown.shown == {"alive": 40, "kills": 2}
    assert (shown.boxes["alive"].x, shown.boxes["kills"].x) == (115, 205)
    assert without.shown == {"alive": None}
    assert lobby.waiting
    assert not without.waiting


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", *map(str, arguments)]
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)


def test_frames_teach_a_profile_that_reads_and_a_mistake_leaves_none(tmp_path: Path) -> None:
    labels = drawn.written(tmp_path, drawn.frames(drawn.CIRCLE, 5, seed=11))
    done = run("workers.teach", "--frames", labels, "--out", tmp_path / "profile.json")
    assert done.returncode == 0, done.stderr
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["file"] for answer in answers] == [f"{number}.png" for number in range(5)]
    assert sum(answer["verdict"] == "right" for answer in answers) >= 4
    assert not any(answer["verdict"] == "wrong" for answer in answers)
    other, *_ = drawn.frames(drawn.CIRCLE, 1, seed=12)
    cv2.imwrite(str(tmp_path / "other.png"), other.picture)
    read = run("workers.read", "--profile", tmp_path / "profile.json", tmp_path / "other.png")
    assert json.loads(read.stdout)["alive"] == other.screen.alive

    labels.write_text(labels.read_text().replace("0.png", "gone.png", 1))
    failed = run("workers.teach", "--frames", labels, "--out", tmp_path / "none.json")
    assert (failed.returncode, failed.stdout) == (1, "")
    assert failed.stderr == "gone.png: the file cannot be read: No such file or directory.\n"
    assert not (tmp_path / "none.json").exists()


def test_of_two_profiles_of_one_name_none_is_lost(tmp_path: Path) -> None:
    path, first, second = tmp_path / "profile.json", profile(), profile(name="Another")
    assert write(path, first) == write(path, first) == []
    assert write(path, second) == [
        f"{path}: the profile that was there is kept as profile.json.before."
    ]
    assert TaughtProfile.load(path) == second
    assert TaughtProfile.load(tmp_path / "profile.json.before") == first


def test_a_full_disk_is_told_and_leaves_the_profile_that_was_there(tmp_path: Path) -> None:
    write(tmp_path / "profile.json", profile())
    (tmp_path / "profile.json.new").symlink_to("/dev/full")
    with pytest.raises(BadLabels) as refusal:
        write(tmp_path / "profile.json", profile(name="Another"))
    assert str(refusal.value) == (
        f"{tmp_path / 'profile.json'}: the profile cannot be written: No space left on device."
    )
    assert TaughtProfile.load(tmp_path / "profile.json") == profile()
    assert [*tmp_path.iterdir()] == [tmp_path / "profile.json"]
