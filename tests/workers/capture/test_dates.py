"""Is the age of a picture told by what moves, however far the dates of its playlist are from our clock?"""

import pytest

from scoreboard.rules import FRESH_SECONDS
from tests.workers.looks import look_at
from tests.workers.stream_server import StreamServer
from tests.workers.video import GAME, video
from workers.capture import Camera, CaptureFailed
from workers.capture.dates import MAX_AGE_SECONDS

START = 1_800_000_000.0
USUAL = 1.5 * 2


@pytest.fixture
def server():
    streams = StreamServer()
    yield streams
    streams.close()


class Watched:
    """A stream of two-second segments, and our clock."""

    def __init__(self, store, server):
        self.server, self.now, self.number = server, START, 0
        self.camera = Camera(store, [server.host], clock=lambda: self.now)

    def age(self, behind, after=2.0, date=None):
        """That of the next segment's picture, seen ``after`` seconds and dated ``behind`` our clock."""
        self.now += after
        self.number += 1
        at = None if behind is None else self.now - behind
        url = self.server.live(
            video(shift=self.number), at=date or at, sequence=self.number, seconds=2.0
        )
        return self.now - look_at(self.camera, url, GAME).captured_at

    def age_of_the_same(self, after=2.0):
        self.now += after
        url = self.server.url + "/live/index.m3u8"
        return self.now - look_at(self.camera, url, GAME).captured_at


@pytest.fixture
def watched(store, server):
    return Watched(store, server)


@pytest.mark.parametrize("behind", [0.0, 3.0, 12.0, 29.0])
def test_dates_near_our_clock_are_believed(watched, behind):
    assert [watched.age(behind) for _ in range(3)] == pytest.approx([behind] * 3, abs=0.01)


@pytest.mark.parametrize(
    "behind", [31.0, 45.0, 120.0, 299.0, 301.0, 310.0, 3600.0, 1e8, -6.0, -7200.0]
)
def test_a_constant_distance_is_no_age(watched, behind):
    ages = [watched.age(behind) for _ in range(4)]
    assert ages == pytest.approx([USUAL] * 4, abs=0.01)
    assert max(ages) < FRESH_SECONDS


def test_what_moves_beyond_the_constant_is_age(watched):
    assert watched.age(120) == pytest.approx(USUAL, abs=0.01)
    assert watched.age(129) == pytest.approx(USUAL + 9, abs=0.01)
    assert watched.age(138) == pytest.approx(USUAL + 18, abs=0.01)
    assert watched.age(120) == pytest.approx(USUAL, abs=0.01)


def test_a_playlist_that_stops_ages_until_it_is_frozen(watched):
    watched.age(120)
    assert watched.age_of_the_same(3) == pytest.approx(USUAL + 3, abs=0.01)
    assert watched.age_of_the_same(6) == pytest.approx(USUAL + 9, abs=0.01)
    with pytest.raises(CaptureFailed) as caught:
        watched.age_of_the_same(6)
    assert caught.value.state == "frozen"


def test_so_does_one_without_dates(watched):
    assert watched.age(None) == pytest.approx(USUAL, abs=0.01)
    assert watched.age_of_the_same(3) == pytest.approx(USUAL + 3, abs=0.01)
    assert watched.age(None) == pytest.approx(USUAL, abs=0.01)


def test_a_clock_that_is_set_right(watched):
    assert watched.age(7200) == pytest.approx(USUAL, abs=0.01)
    assert watched.age(4) == pytest.approx(4, abs=0.01)
    assert watched.age(5) == pytest.approx(5, abs=0.01)


def test_a_delay_that_grows_for_good(watched):
    assert watched.age(10) == pytest.approx(10, abs=0.01)
    assert watched.age(MAX_AGE_SECONDS + 5) == pytest.approx(USUAL, abs=0.01)
    assert watched.age(MAX_AGE_SECONDS + 4) == pytest.approx(USUAL - 1, abs=0.01)


def test_a_distance_around_the_limit_does_not_jump_to_and_fro(watched):
    pictures = []
    for behind in (29, 30.5, 28.5, 30, 29, 30.5):
        age = watched.age(behind)
        pictures.append(watched.now - age)
    assert pictures == sorted(pictures)


def test_dates_that_do_not_move(watched):
    ages = [watched.age(0, date=START + 1) for _ in range(20)]
    assert max(ages[1:]) == pytest.approx(USUAL, abs=0.01)


def test_every_worker_knows(watched, store, server):
    watched.age(120)
    other = Watched(store, server)
    other.now, other.number = watched.now, watched.number
    assert other.age(127) == pytest.approx(USUAL + 7, abs=0.01)


@pytest.mark.parametrize("dated", [True, False])
def test_an_older_segment_is_older(watched, server, dated):
    watched.number = 5
    at = watched.now - 120 if dated else None
    url = server.live(video(), video(), b"", at=at, sequence=5, seconds=2.0)
    server.files["/live/s7"] = b""
    age = watched.now - look_at(watched.camera, url, GAME).captured_at
    assert age == pytest.approx(USUAL + 2, abs=0.01)
