"""Is a recording's address scanned as an admin ordered it, and is whatever is wrong with it one sentence?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import cv2
import pytest

from scoreboard.taught.profile import REGION
from tests.workers.scan.recordings import SECONDS, recording, segments
from tests.workers.scan_orders import Heard, film, job, order
from tests.workers.stream_server import StreamServer, redirect
from tests.workers.teach import drawn
from tests.workers.video import sound_alone, video
from workers.look.failure import CaptureFailed
from workers.scan.ordered import __main__ as scanning
from workers.scan.ordered import job as works
from workers.scan.ordered.job import REPORT
from workers.teach.learn import learn


@pytest.fixture
def server() -> Iterator[StreamServer]:
    streams = StreamServer()
    yield streams
    streams.close()


def test_a_report(server: StreamServer, tmp_path: Path) -> None:
    server.files["/vod.mp4"] = recording("mp4")
    made = order(server.url + "/vod.mp4?token=secret")
    found = scanning.run(job(made, server.host), tmp_path, Heard())
    assert found == (
        "1 match found, 3 kills. 8 of 9 pictures in it gave a number of players alive (89%). "
        "Silent: not confirmed by a second picture yet 11%. No number looks wrong."
    )
    report = (tmp_path / REPORT).read_text()
    assert report.count("data:image/jpeg;base64,") == 4
    assert "127.0.0.1/vod.mp4" in report
    assert "secret" not in report


def test_a_profile_that_is_not_in_use(server: StreamServer, tmp_path: Path) -> None:
    """Of a HUD that nothing else reads."""
    taught = drawn.frames(drawn.CIRCLE, 6, seed=11)
    many = sorted(drawn.frames(drawn.CIRCLE, 60, seed=12), key=lambda frame: -frame.screen.alive)
    seen = min(  # a match: numbers that fall little by little
        (many[place : place + 5] for place in range(55)),
        key=lambda some: some[0].screen.alive - some[-1].screen.alive,
    )
    profile = learn([drawn.labelled(frame) for frame in taught], []).profile
    server.files["/vod.mp4"] = film([frame.picture for frame in seen])
    plain = replace(order("").game, slug="ring", name="Ring", profile="", regions={})
    game = replace(plain, taught=profile.digest, regions={REGION: profile.region})
    made = order(server.url + "/vod.mp4", game=game)
    found = scanning.run(job(made, server.host, profile=profile.to_json()), tmp_path, Heard())
    assert found.startswith("1 match found")
    assert "No number looks wrong." in found
    (tmp_path / "plain").mkdir()
    without = order(server.url + "/vod.mp4", game=plain)
    found = scanning.run(job(without, server.host), tmp_path / "plain", Heard())
    assert found.startswith("No match was found in 5 pictures: ")


BAD = {
    "nothing": (b"", "is not available (status 404)"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(4000), "The format is not supported"),
    "sound alone": (sound_alone("mp4"), "audio-only"),
    "no index": (video(container="mp4", frames=120)[:20_000], "index (moov) cannot be read"),
    "a redirect into the network": (redirect("http://10.0.0.1/a.mp4"), "private address"),
}


@pytest.mark.parametrize("want", ["report", "frames"])
@pytest.mark.parametrize("name", BAD)
def test_a_bad_recording_is_one_sentence(
    server: StreamServer, tmp_path: Path, name: str, want: str
) -> None:
    server.files["/vod.mp4"], sentence = BAD[name]
    made = order(server.url + "/vod.mp4", want=want, count=3)
    with pytest.raises(CaptureFailed) as failed:
        scanning.run(job(made, server.host), tmp_path, Heard())
    assert sentence in failed.value.sentence
    assert failed.value.sentence.count(". ") == 0


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("http://127.0.0.1:1/vod.mp4", "private address"),
        ("file:///etc/passwd", "Only http and https URLs"),
        ("/etc/passwd", "Only http and https URLs"),
        ("concat://etc/passwd", "Only http and https URLs"),
    ],
)
def test_an_address_that_may_not_be_opened(address: str, sentence: str, tmp_path: Path) -> None:
    with pytest.raises(CaptureFailed) as failed:
        scanning.run(job(order(address)), tmp_path, Heard())
    assert sentence in failed.value.sentence


def test_a_truncated_recording_leaves_what_it_had(server: StreamServer, tmp_path: Path) -> None:
    whole = recording("matroska")
    server.files["/vod.mkv"] = whole[: len(whole) * 2 // 3]
    found = scanning.run(job(order(server.url + "/vod.mkv"), server.host), tmp_path, Heard())
    assert found.startswith("The recording is truncated: ")
    assert "Scanned up to 0:1" in found
    assert "1 match found" in found
    assert "truncated" in (tmp_path / REPORT).read_text()


@pytest.mark.parametrize("limit", ["MAX_RECORDING_SECONDS", "MAX_SCAN_SECONDS"])
def test_a_recording_that_is_too_long(
    limit: str, server: StreamServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that says so is not begun; of one that takes too long, what was read is kept."""
    server.files["/vod.mp4"] = recording("mp4")
    made = job(order(server.url + "/vod.mp4"), server.host)
    if limit == "MAX_RECORDING_SECONDS":
        monkeypatch.setattr(scanning, limit, 20.0)
        with pytest.raises(CaptureFailed, match=r"longer \(0:28\) than 0:20"):
            scanning.run(made, tmp_path, Heard())
    else:
        monkeypatch.setattr(works, limit, 0.0)
        found = scanning.run(made, tmp_path, Heard())
        assert found.startswith("It ended after 0 minutes. Scanned up to 0:00. No match was found")


def test_a_report_that_would_be_too_large(
    server: StreamServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.files["/vod.mp4"] = recording("mp4")
    made = job(order(server.url + "/vod.mp4"), server.host)
    monkeypatch.setattr(scanning, "MAX_PICTURE_BYTES", 30_000)
    assert "Some pictures were left out" in scanning.run(made, tmp_path, Heard())
    left = (tmp_path / REPORT).read_text().count("data:image/jpeg")
    assert 0 < left < 4
    (tmp_path / "small").mkdir()
    monkeypatch.setattr(scanning, "MAX_REPORT_BYTES", 1000)
    assert "too large to be kept" in scanning.run(made, tmp_path / "small", Heard())
    assert not (tmp_path / "small" / REPORT).exists()


@pytest.mark.parametrize("container", ["mp4", "mpegts"])
def test_frames_are_spread_over_a_recording(
    container: str, server: StreamServer, tmp_path: Path
) -> None:
    server.files["/vod"] = recording(container)
    made = order(server.url + "/vod", want="frames", count=4)
    heard = Heard()
    assert scanning.run(job(made, server.host), tmp_path, heard) == "4 of 4 frames."
    at = [line.at for line in heard if line.frame]
    assert at == pytest.approx([4.0, 12.0, 18.0, 26.0], abs=2.1)
    assert all(2 < later - one < SECONDS / 2 for one, later in pairwise(at))
    for line in heard:
        picture = cv2.imread(str(tmp_path / line.frame), cv2.IMREAD_GRAYSCALE)
        assert picture is not None
        assert picture.shape == (720, 1280)


def test_frames_of_a_playlist_around_given_times(server: StreamServer, tmp_path: Path) -> None:
    url = server.live(*segments(), path="/vod/index.m3u8", seconds=2.0)
    server.files["/vod/index.m3u8"] += b"\n#EXT-X-ENDLIST\n"
    made = order(url, want="frames", times=(21.0, 7.0, 7.5, 500.0))
    heard = Heard()
    assert scanning.run(job(made, server.host), tmp_path, heard) == "2 of 4 frames."
    assert [line.at for line in heard] == [8.0, 22.0]
    assert len({path for path in server.requests if "/vod/s" in path}) <= 6, "nothing in between"


def test_frames_until_the_time_is_up(
    server: StreamServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.files["/vod.mp4"] = recording("mp4")
    monkeypatch.setattr(works, "MAX_GATHER_SECONDS", 0.0)
    made = order(server.url + "/vod.mp4", want="frames", count=4)
    found = scanning.run(job(made, server.host), tmp_path, Heard())
    assert found == "1 of 4 frames. It ended after 0 minutes."
