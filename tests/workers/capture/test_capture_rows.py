"""Does a look fetch and decode the upper rows alone where these are enough, and read the same from them?"""

import io
import time
from fractions import Fraction
from functools import cache

import av
import numpy as np
import pytest

from tests.workers.capture.video.media import pixels
from tests.workers.looks import look_at, memory_of
from tests.workers.stream_server import StreamServer
from tests.workers.video import FRAGMENTED, GAME, picture
from workers.capture import Camera, CaptureFailed, Timings, take
from workers.capture import picture as pictures
from workers.capture.frozen import STILL_SECONDS
from workers.capture.preview import EVERY_SECONDS
from workers.look.cut import cut
from workers.look.extent import MIN_AGREED, NEVER

STEP = 2.0
WIDTH, HEIGHT = 640, 360


@cache
def segment(number, container="mpegts", codec="libx264", bars=0, top_still=False, **options):
    """One picture of a hundred kilobytes, another for each number."""
    file = io.BytesIO()
    muxing = dict(FRAGMENTED) if container == "mp4" else {}
    with av.open(file, "w", format=container, options=muxing) as output:
        track = output.add_stream(codec, 10, options={"preset": "veryfast", "crf": "18", **options})
        track.width, track.height, track.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        frame = av.VideoFrame.from_ndarray(_planes(number, bars, top_still), format="yuv420p")
        frame.pts, frame.time_base = 0, Fraction(1, 10)
        output.mux([*track.encode(frame), *track.encode()])
    return file.getvalue()


def _planes(number, bars, top_still):
    noise = np.random.default_rng(number).integers(-30, 30, (HEIGHT, WIDTH))
    planes = np.full((HEIGHT * 3 // 2, WIDTH), 128, np.uint8)
    planes[:HEIGHT] = np.clip(picture(WIDTH, HEIGHT, 200, number) + noise, 0, 255)
    if top_still:
        planes[: HEIGHT // 2] = picture(WIDTH, HEIGHT, 200)[: HEIGHT // 2]
    planes[:bars] = planes[HEIGHT - bars : HEIGHT] = 16
    return planes


class Live:
    """A stream that has a new segment for each look at it."""

    def __init__(self, store, server):
        self.server, self.now, self.sequence = server, time.time(), 0
        self.camera = Camera(store, [server.host], clock=lambda: self.now)
        self.timings, self.top = Timings(), ""

    def look(self, body=None, seconds=STEP):
        self.now, self.sequence = self.now + seconds, self.sequence + 1
        body = segment(self.sequence) if body is None else body
        url = self.server.live(body, at=self.now - 1, sequence=self.sequence, top=self.top)
        self.timings = Timings()
        return look_at(self.camera, url, GAME, self.timings)

    def memory(self):
        return memory_of(self.camera.store.redis)

    def proved(self):
        """After as many looks as it takes until rows alone are read."""
        for _ in range(MIN_AGREED):
            self.look()
        return self


@pytest.fixture
def live(store):
    server = StreamServer()
    yield Live(store, server)
    server.close()


def whole_hud(body, head=b""):
    """As a new worker sees it that decodes all of the picture."""
    return cut(pixels(body, head).astype(np.uint8), GAME)[1]["hud"]


def test_the_same_pixels_for_less(live):
    live.proved()
    whole_bytes = live.timings.bytes
    for _ in range(3):
        found = live.look()
        assert np.array_equal(found.crops["hud"], whole_hud(segment(live.sequence)))
        assert found.frame_height == HEIGHT
        assert "preview" not in live.timings.seconds
        assert "compare" not in live.timings.seconds
        assert live.timings.bytes < 0.8 * whole_bytes


def test_a_preview_is_of_the_whole_picture(live):
    live.proved()
    live.camera.store.redis.delete("preview:channel")
    live.look(seconds=EVERY_SECONDS)
    assert {"preview"} <= set(live.timings.seconds)
    live.look()
    assert "preview" not in live.timings.seconds


def test_mp4_is_fetched_whole_and_decoded_in_part(live):
    def body(number):
        whole = segment(number, "mp4")
        start = whole.index(b"moof") - 4
        live.server.files["/live/head"] = whole[:start]
        return whole[start : whole.index(b"mfra") - 4]

    live.top = '#EXT-X-MAP:URI="head"'
    for number in range(1, 3):
        live.look(body(number))
    assert live.memory().known.agreed == MIN_AGREED
    found = live.look(body(3))
    assert live.memory().known.misses == 0
    assert live.memory().known.missed_at == live.now
    head = live.server.files["/live/head"]
    assert np.array_equal(found.crops["hud"], whole_hud(body(3), head))


def test_a_picture_whose_rows_take_more_is_read_whole_in_the_same_look(live):
    live.proved()
    larger = segment(50, crf="1")
    assert np.array_equal(live.look(larger).crops["hud"], whole_hud(larger))
    assert live.memory().known.misses == 1
    larger = segment(51, crf="1")
    assert np.array_equal(live.look(larger).crops["hud"], whole_hud(larger))
    assert live.memory().known.misses == 0


def test_bars_that_come_are_taken_off_in_the_same_look(live):
    live.proved()
    barred = segment(60, bars=45)
    found = live.look(barred)
    assert np.array_equal(found.crops["hud"], whole_hud(barred))
    assert found.frame_height == 270
    assert live.memory().known.misses == 1


def test_rows_that_differ_are_never_read_again(live, monkeypatch):
    live.proved()
    monkeypatch.setattr(pictures, "agrees", lambda upper, whole: False)
    live.look(seconds=EVERY_SECONDS * 4)
    monkeypatch.undo()
    assert live.memory().known.agreed == NEVER
    for _ in range(MIN_AGREED + 1):
        live.look()
        assert live.memory().known.agreed == NEVER
        assert live.memory().known.missed_at == 0


def test_a_decoder_of_another_kind_reads_all_of_it(live, monkeypatch):
    live.proved()
    monkeypatch.setattr(take, "is_as_expected", lambda: False)
    live.look()
    assert live.memory().known.missed_at == 0


def test_damage_within_the_rows_is_noticed(live):
    live.proved()
    good = segment(70)
    packets = [good[at : at + 188] for at in range(0, len(good), 188)]
    with pytest.raises(CaptureFailed):
        live.look(b"".join(packets[:30] + packets[31:]))


def test_another_rendition_begins_anew(live):
    live.proved()
    del live.server.files["/live/index.m3u8"]
    url = live.server.live(segment(80), path="/other/index.m3u8", at=live.now)
    live.now += STEP
    look_at(live.camera, url, GAME)
    assert live.memory().known.agreed == 1


def state_of(live, body):
    try:
        live.look(body)
    except CaptureFailed as failure:
        return failure.state
    return ""


def test_a_still_picture_is_found_by_whole_ones(live):
    live.proved()
    live.look()
    states = [state_of(live, segment(3)) for _ in range(round(STILL_SECONDS / STEP) + 4)]
    assert states == sorted(states, key="frozen".__eq__)
    assert states[0] == ""
    assert states[-1] == "frozen"


def test_rows_tell_since_when_a_still_picture_stands(live):
    live.proved()
    live.look()
    for seconds in (10, 2):
        live.look(segment(3), seconds=seconds)
    with pytest.raises(CaptureFailed) as failed:
        live.look(segment(3), seconds=2)
    assert failed.value.state == "frozen"


def test_a_picture_that_has_not_moved_is_as_old_as_it_was_first_seen(live):
    live.proved()
    first, *others = [live.look(segment(3)).captured_at for _ in range(4)]
    assert others == [first] * 3
    assert live.look().captured_at > first


def test_a_picture_that_moves_below_the_rows_is_not_still(live):
    for number in range(round(STILL_SECONDS / STEP) * 2):
        live.look(segment(number % 10, top_still=True))
