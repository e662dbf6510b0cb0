"""Does `python -m workers.read` answer every file with one line, a number or a reason?"""

from __future__ import annotations

import json
import struct
import subprocess
import sys
import time
import zlib
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

LINE = {"file", "alive", "kills", "phase", "confidence", "reason"}


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "workers.read", *arguments]
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)


def ask(*arguments: str) -> list[dict]:
    done = run(*arguments)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def png_header(width: int, height: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    return b"\x89PNG\r\n\x1a\n" + chunk(
        b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    )


@pytest.fixture
def hostile(tmp_path: Path) -> list[Path]:
    noise = np.random.default_rng(1).integers(0, 255, (720, 1280, 3), np.uint8)
    cv2.imwrite(str(tmp_path / "whole.jpg"), noise)
    (tmp_path / "cut.jpg").write_bytes((tmp_path / "whole.jpg").read_bytes()[:20_000])
    (tmp_path / "text.png").write_text("not a picture")
    (tmp_path / "empty.png").write_bytes(b"")
    (tmp_path / "huge.png").write_bytes(png_header(20_000, 20_000))
    cv2.imwrite(str(tmp_path / "dot.png"), noise[:1, :1])
    frames = [Image.fromarray(noise[:200, :300]), Image.fromarray(noise[200:400, :300])]
    frames[0].save(tmp_path / "moving.gif", save_all=True, append_images=frames[1:])
    (tmp_path / "folder.png").mkdir()
    names = (
        "cut.jpg",
        "text.png",
        "empty.png",
        "huge.png",
        "dot.png",
        "moving.gif",
        "folder.png",
        "missing.png",
    )
    return [tmp_path / name for name in names]


def test_hostile_files_are_answered_with_a_reason_in_under_a_second_each(hostile: list[Path]):
    began = time.monotonic()
    ask("--game", "pubg", str(hostile[0]))
    start_seconds = time.monotonic() - began
    began = time.monotonic()
    lines = ask("--game", "pubg", *map(str, hostile))
    assert time.monotonic() - began < start_seconds + len(hostile)
    assert [line["file"] for line in lines] == [str(path) for path in hostile]
    for line in lines:
        assert set(line) == LINE
        assert line["alive"] is None
        assert line["kills"] is None
        assert line["reason"], line


def test_a_header_that_promises_too_much_is_told_its_size(tmp_path: Path):
    (tmp_path / "huge.png").write_bytes(png_header(20_000, 20_000))
    (line,) = ask("--game", "apex", str(tmp_path / "huge.png"))
    assert line["reason"] == "the picture is too large: 20000 x 20000 pixels"


def test_field_pictures_of_nothing_abstain(hostile: list[Path]):
    assert all(
        line["alive"] is None
        for line in ask("--game", "apex", "--field", "alive", *map(str, hostile))
    )


def test_a_frame_of_noise_gives_no_number(tmp_path: Path, hostile: list[Path]):
    for game in ("pubg", "fortnite", "apex", "warzone", "blackout"):
        (line,) = ask("--game", game, str(tmp_path / "whole.jpg"))
        assert (line["alive"], line["kills"]) == (None, None)


def test_an_unknown_game_is_named_beside_the_known_ones():
    done = run("--game", "chess", "x.png")
    assert done.returncode == 2
    assert "apex" in done.stderr
