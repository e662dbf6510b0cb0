"""Is a recording scanned as its truth has it, from wherever it comes, and in as many runs as it takes?"""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.workers.scan.recordings import (
    BEGIN,
    END,
    SCRIPT,
    SECONDS,
    recording,
    segments,
    truth,
)
from tests.workers.stream_server import Speak, StreamServer, redirect, silence
from tests.workers.video import video
from workers.look.failure import CaptureFailed
from workers.scan import __main__ as command
from workers.scan.recording import shot, source

OUTPUTS = {
    "timeline.csv",
    "timeline.json",
    "highlights.csv",
    "chapters.txt",
    "chapters.ffmeta",
    "report.html",
}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


@pytest.fixture
def server():
    streams = StreamServer()
    yield streams
    streams.close()


def scanned(video: str | Path, out: Path, *hosts: str) -> dict:
    assert command.run(str(video), "pubg", out, hosts) == 0
    return read(out)


def read(out: Path) -> dict:
    return json.loads((out / "timeline.json").read_text())


def file_of(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "recording"
    path.write_bytes(content)
    return path


def agrees(told: dict, out: Path) -> None:
    """Every number is the truth's, and nothing is missing of the match."""
    (match,) = told["matches"]
    assert (match["begin"], match["end"], match["is_over"]) == (BEGIN, END, True)
    assert (match["result"], match["place"], match["kills"]) == ("won", 1, 3)
    assert [kill["at"] for kill in match["kills_at"]] == [10.0, 14.0, 18.0]
    assert [alive for _, alive in match["curve"]] == [12, 11, 9, 8, 6, 4, 2, 1]
    rows = list(csv.DictReader((out / "timeline.csv").read_text().splitlines()))
    assert len(rows) == told["looks"] == len(SCRIPT)
    for row in rows:
        clip = truth(float(row["seconds"]))
        assert row["alive"] in ("", str(clip.alive_drawn))
        assert row["kills"] in ("", str(clip.kills_drawn))
    assert told["complete"]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is written of the recording as MPEG-TS."""
    folder = tmp_path_factory.mktemp("whole")
    scanned(file_of(folder, recording()), folder / "out")
    return folder / "out"


def test_a_file(whole: Path) -> None:
    agrees(read(whole), whole)
    assert {path.name for path in whole.iterdir()} >= OUTPUTS


@pytest.mark.parametrize("kind", ["mp4", "matroska", "flv"])
def test_a_file_of_another_kind(kind: str, tmp_path: Path, out: Path) -> None:
    told = scanned(file_of(tmp_path, recording(kind)), out)
    agrees(told, out)
    assert told["seconds"] == pytest.approx(SECONDS, abs=1)


def test_what_is_worth_showing(whole: Path) -> None:
    kinds = {each["kind"]: each for each in read(whole)["highlights"]}
    assert kinds.keys() == {"kills", "last-ten", "finish"}
    assert kinds["kills"]["what"] == "3 kills in 8 s"
    assert (whole / "chapters.txt").read_text().splitlines()[0] == "0:00 Match 1: won, 3 kills"
    report = (whole / "report.html").read_text()
    assert report.count("data:image/jpeg;base64,") == 4
    assert "http" not in report.replace("http-equiv", "")


def test_hls_and_a_file_behind_an_address(server: StreamServer, out: Path, tmp_path: Path) -> None:
    url = server.live(*segments(), path="/vod/index.m3u8", seconds=2.0)
    server.files["/vod/index.m3u8"] += b"\n#EXT-X-ENDLIST\n"
    server.files["/master.m3u8"] = master("vod/index.m3u8")
    agrees(scanned(url.replace("/vod/index", "/master"), out, server.host), out)
    server.files["/recording.mp4"] = recording("mp4")
    told = scanned(server.url + "/recording.mp4?token=secret", tmp_path / "file", server.host)
    agrees(told, tmp_path / "file")
    assert told["recording"] == "127.0.0.1/recording.mp4"


def master(*paths: str) -> bytes:
    """A master playlist, the best rendition first."""
    rows = [
        f"#EXT-X-STREAM-INF:BANDWIDTH={3_000_000 + place},RESOLUTION=1280x720\n{path}"
        for place, path in enumerate(paths)
    ]
    return "\n".join(["#EXTM3U", *rows, ""]).encode()


BROKEN: dict[str, bytes | Speak] = {
    "gone": b"",
    "a page": b"<html>no</html>",
    "without a segment": b"#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-ENDLIST\n",
    "a master": master("vod/index.m3u8"),
    "private": redirect("http://10.0.0.1/index.m3u8"),
    "silent": silence,
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_rendition_that_cannot_be_opened_is_replaced(
    kind: str, server: StreamServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source, "OPEN_SECONDS", 2.0)
    url = server.live(b"picture", path="/vod/index.m3u8", seconds=2.0)
    server.files["/best.m3u8"] = BROKEN[kind]
    server.files["/master.m3u8"] = master("best.m3u8", "best.m3u8", "vod/index.m3u8")
    found = source.opened(url.replace("/vod/index", "/master"), [server.host])
    assert found.seconds == 2.0
    assert server.asked("/best.m3u8") == 1
    server.files["/vod/index.m3u8"] = b""
    server.files["/best.m3u8"] = BROKEN["gone"]
    with pytest.raises(CaptureFailed, match=r"The playlist is not available \(status 404\)\."):
        source.opened(url.replace("/vod/index", "/master"), [server.host])


@pytest.mark.parametrize(
    ("length", "target", "seconds"), [("0", "2", 6.0), ("nan", "2", 6.0), ("-5", "x", 4.5)]
)
def test_no_segment_is_passed_over_whose_length_makes_no_sense(
    length: str, target: str, seconds: float, server: StreamServer
) -> None:
    for number in range(3):
        server.files[f"/s{number}"] = video(shift=7 * number)
    rows = [f"#EXTINF:{length},\ns{number}" for number in range(3)]
    lines = ["#EXTM3U", f"#EXT-X-TARGETDURATION:{target}", *rows, "#EXT-X-ENDLIST", ""]
    server.files["/vod.m3u8"] = "\n".join(lines).encode()
    found = source.opened(server.url + "/vod.m3u8", [server.host])
    assert found.seconds == seconds
    assert [each.at for each in found.shots(-60.0)] == [0.0, seconds / 3, seconds * 2 / 3]


def test_an_address_in_a_private_network_is_refused(
    server: StreamServer, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.run(server.url + "/live.m3u8", "pubg", out) == 1
    assert "private address" in capsys.readouterr().err
    assert not server.requests


@pytest.mark.parametrize("kind", ["mpegts", "mp4"])
def test_it_goes_on_where_it_was_interrupted(
    kind: str, tmp_path: Path, out: Path, whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    video, looks = file_of(tmp_path, recording(kind)), []

    def stop(self, at, matches):
        looks.append(at)
        if len(looks) in (5, 8):
            raise KeyboardInterrupt

    monkeypatch.setattr(command.Progress, "__call__", stop)
    for _ in range(2):
        assert command.run(str(video), "pubg", out) == command.INTERRUPTED
    so_far = read(out)
    assert not so_far["complete"]
    assert not so_far["matches"][0]["is_over"]
    with (out / "looks.jsonl").open("ab") as journal:
        journal.write(b'{"at":16.0,"rea')
    scanned(video, out)
    assert looks == sorted(set(looks)), "no picture was looked at twice"
    for file in OUTPUTS - {"timeline.json"}:
        assert (out / file).read_text() == (whole / file).read_text(), file


def test_another_recording_does_not_go_on_in_its_folder(
    tmp_path: Path, whole: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (whole / "timeline.json").read_bytes()
    assert command.run(str(file_of(tmp_path, recording("flv"))), "pubg", whole) == 1
    assert "choose another" in capsys.readouterr().err
    assert (whole / "timeline.json").read_bytes() == before


def test_keyframes_that_are_close_are_passed_over(
    tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shot, "MIN_APART_SECONDS", 3.0)
    told = scanned(file_of(tmp_path, recording()), out)
    assert told["looks"] == len(SCRIPT) // 2
