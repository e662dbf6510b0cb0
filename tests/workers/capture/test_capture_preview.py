"""Does a look leave a small picture behind, and not more often than is of use?"""

from dataclasses import replace

import av
import cv2
import numpy as np
import pytest

from scoreboard.models import Region
from tests.workers.looks import look_at
from tests.workers.stream_server import StreamServer
from tests.workers.video import GAME, video
from workers.capture import Camera, CaptureFailed, Timings
from workers.capture.preview import (
    EVERY_SECONDS,
    HEIGHT,
    NEAR_END_SECONDS,
    WIDTH,
    is_due,
    small_jpeg,
)


def picture(width, height, layout="yuv420p"):
    """The left half red, the right one blue."""
    pixels = np.zeros((height, width, 3), np.uint8)
    pixels[:, : width // 2], pixels[:, width // 2 :] = (200, 30, 30), (30, 30, 200)
    return av.VideoFrame.from_ndarray(pixels, format="rgb24").reformat(format=layout)


@pytest.mark.parametrize(
    ("width", "height", "small"),
    [
        (1280, 720, (WIDTH, HEIGHT)),
        (2560, 1080, (WIDTH, 108)),
        (640, 480, (192, HEIGHT)),
        (4096, 64, (WIDTH, 4)),
    ],
)
def test_the_whole_picture_in_its_shape_and_colours(width, height, small):
    seen = cv2.imdecode(
        np.frombuffer(small_jpeg(picture(width, height)), np.uint8), cv2.IMREAD_COLOR
    )
    assert seen.shape == (small[1], small[0], 3)
    left, right = (seen[:, place].mean(axis=0) for place in (small[0] // 4, small[0] * 3 // 4))
    assert left == pytest.approx((30, 30, 200), abs=12)
    assert right == pytest.approx((200, 30, 30), abs=12)


@pytest.mark.parametrize("layout", ["yuvj420p", "nv12", "yuv444p", "yuv420p10le", "gray"])
def test_any_layout_of_pixels(layout):
    assert small_jpeg(picture(640, 360, layout))


@pytest.mark.parametrize(
    ("age", "near_end", "due"),
    [
        (EVERY_SECONDS - 1, False, False),
        (EVERY_SECONDS, False, True),
        (NEAR_END_SECONDS - 1, True, False),
        (NEAR_END_SECONDS, True, True),
        (-5, False, True),
    ],
)
def test_more_often_near_the_end(age, near_end, due):
    assert is_due(1000.0, near_end, 1000.0 + age) is due


@pytest.fixture
def server():
    streams = StreamServer()
    yield streams
    streams.close()


class Clock:
    now = 1_000_000.0

    def __call__(self):
        return self.now


def looks(store, server, game, ages):
    """Which of the looks, taken at these seconds, left a new picture."""
    clock = Clock()
    camera, url, made = (
        Camera(store, [server.host], clock=clock),
        server.live(video(60), video(120)),
        [],
    )
    for number, age in enumerate(ages):
        clock.now = Clock.now + age
        store.redis.delete("preview:channel")
        server.live(video(60), video(120 + 20 * number), sequence=number + 1)
        timings = Timings()
        look_at(camera, url, game, timings)
        assert ("preview" in timings.seconds) is (store.preview("channel") is not None)
        made.append(store.preview("channel") is not None)
    return made


def test_a_look_makes_one_only_every_so_often(store, server):
    ages = [0, 10, EVERY_SECONDS - 1, EVERY_SECONDS, EVERY_SECONDS + 5]
    assert looks(store, server, GAME, ages) == [True, False, False, True, False]


def test_near_the_end_each_look_makes_one(store, server):
    near = replace(GAME, regions={**GAME.regions, "banner": Region(0, 0, 1, 1)})
    assert looks(store, server, near, [0, 2, 4, 8]) == [True, False, True, True]
    store.keep_looks("channel", 1.0, 60)
    kept = store.moment_looks("channel", 1.0)
    assert len(set(kept)) == len(kept) == 3


def test_far_from_the_end_no_look_is_kept_for_a_flipbook(store, server):
    looks(store, server, GAME, [0, EVERY_SECONDS])
    assert not store.redis.exists("last-looks:channel")


def test_a_picture_that_stands_still_is_no_fresh_one(store, server):
    clock = Clock()
    camera = Camera(store, [server.host], clock=clock)
    for age in (0, 10, 21):
        clock.now = Clock.now + age
        store.redis.delete("preview:channel")
        url = server.live(video(60), at=clock.now - 1, sequence=age + 1)
        if age < 21:
            look_at(camera, url, GAME)
    with pytest.raises(CaptureFailed):
        look_at(camera, url, GAME)
    assert store.preview("channel") is None
