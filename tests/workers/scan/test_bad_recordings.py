"""What is said of a recording that cannot be read, and is what was read of it kept?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.workers.stream_server import StreamServer
from tests.workers.video import sound_alone, video
from workers.scan import __main__ as command

FRAMES = 120
"""Twelve seconds."""
INDEX_FIRST = (("moov_size", "20000"),)


def long(container: str, **described) -> bytes:
    return video(container=container, frames=FRAMES, **described)


SENTENCES = {
    "nothing": (lambda: b"", "It is empty."),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(4000), "The format is not supported"),
    "a list of other files": (lambda: b"ffconcat version 1.0\nfile /etc/passwd\n", "not supported"),
    "sound in MPEG-TS": (lambda: sound_alone("mpegts"), "audio-only"),
    "sound in MP4": (lambda: sound_alone("mp4"), "audio-only"),
    "sound in FLV": (lambda: sound_alone("flv"), "audio-only"),
    "no index": (lambda: long("mp4")[:20_000], "truncated: its index (moov) cannot be read"),
    "another codec": (lambda: video(container="matroska", codec="mpeg4"), "codec is not supported"),
}


@pytest.mark.parametrize("name", SENTENCES)
def test_one_sentence(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make, sentence = SENTENCES[name]
    (tmp_path / "recording").write_bytes(make())
    assert command.run(str(tmp_path / "recording"), "pubg", tmp_path / "out") == 1
    said = capsys.readouterr()
    assert sentence in said.err
    assert said.err.startswith("recording cannot be scanned: ")
    assert said.err.count("\n") == 1
    assert not said.out


def test_no_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.run(str(tmp_path / "none.mp4"), "pubg", tmp_path / "out") == 1
    assert capsys.readouterr().err == (
        "none.mp4 cannot be scanned: It cannot be opened: No such file or directory.\n"
    )


@pytest.mark.parametrize("container", ["mp4", "matroska", "flv"])
def test_a_truncated_file_leaves_what_it_had(
    container: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = long(container, options=INDEX_FIRST if container == "mp4" else ())
    (tmp_path / "recording").write_bytes(whole[: len(whole) // 2])
    assert command.run(str(tmp_path / "recording"), "pubg", tmp_path / "out") == 1
    (sentence, *others) = capsys.readouterr().err.splitlines()
    assert sentence.startswith("The recording is truncated: it ends at 0:0")
    assert "of 0:12" in sentence
    assert not others
    told = json.loads((tmp_path / "out" / "timeline.json").read_text())
    assert (told["complete"], told["looks"]) == (False, 1)
    assert "truncated" in (tmp_path / "out" / "report.html").read_text()


@pytest.mark.parametrize("file", ["looks.jsonl", "report.html.part"])
def test_a_full_disk(file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "recording").write_bytes(video(container="mp4"))
    out = tmp_path / "out"
    out.mkdir()
    (out / file).symlink_to("/dev/full")
    assert command.run(str(tmp_path / "recording"), "pubg", out) == 1
    assert capsys.readouterr().err == (
        f"{out} cannot be written: No space left on device. "
        "What was scanned is kept: the same command resumes there.\n"
    )
    (out / file).unlink(missing_ok=True)
    assert command.run(str(tmp_path / "recording"), "pubg", out) == 0


def test_a_server_that_goes_away_is_said_and_the_scan_goes_on_later(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server, out = StreamServer(), tmp_path / "out"
    pieces = [video(shift=7 * number) for number in range(9)]
    url = server.live(*pieces, seconds=2.0)
    server.files["/live/index.m3u8"] += b"\n#EXT-X-ENDLIST\n"
    gone = {f"/live/s{n}": server.files.pop(f"/live/s{n}") for n in range(4, 10)}
    try:
        assert command.run(url, "pubg", out, [server.host]) == 1
        assert "The segment is not available (status 404)." in capsys.readouterr().err
        assert json.loads((out / "timeline.json").read_text())["looks"] == 3
        server.files.update(gone)
        del server.files["/live/s6"]
        assert command.run(url, "pubg", out, [server.host]) == 0
        told = json.loads((out / "timeline.json").read_text())
        assert (told["looks"], told["complete"]) == (9, True)
        assert server.asked("/live/s2") == 1
    finally:
        server.close()


def test_a_server_without_ranges(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    server = StreamServer()
    server.files["/recording.mp4"], server.ranges = video(container="mp4"), False
    try:
        assert command.run(server.url + "/recording.mp4", "pubg", tmp_path, [server.host]) == 1
        assert "The server ignores byte ranges: download the file first." in capsys.readouterr().err
    finally:
        server.close()
