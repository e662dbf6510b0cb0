"""Is a HUD that nobody trained read after it was taught from ten frames?"""

from __future__ import annotations

import numpy as np
import pytest

from bench.teach.layouts import Layout
from scoreboard.models import Reading
from scoreboard.taught.profile import TaughtProfile
from tests.workers.teach import drawn
from workers.look.cut import cut
from workers.look.look import Gray
from workers.read.readers.taught.reader import TaughtReader, game_of
from workers.teach.align import kinds_of
from workers.teach.boxes import with_boxes
from workers.teach.judge import Evidence, evidence, thresholds
from workers.teach.labels import BadLabels
from workers.teach.learn import learn
from workers.teach.signs import spots_of
from workers.teach.view import Box, Frame, frame_of


def read(profile: TaughtProfile, picture: Gray) -> Reading:
    height, crops = cut(picture, game_of(profile))
    return TaughtReader(profile).read(crops, height)


def test_a_plate_with_a_cyrillic_word_is_read_on_frames_that_did_not_teach() -> None:
    teach = [drawn.labelled(frame) for frame in drawn.frames(drawn.CYRILLIC, 10, seed=1)]
    profile = TaughtProfile.parse(learn(teach).profile.to_json().encode())
    right = 0
    for frame in drawn.frames(drawn.CYRILLIC, 10, seed=2):
        reading = read(profile, frame.picture)
        assert reading.alive in (None, frame.screen.alive)
        assert reading.kills in (None, frame.screen.kills)
        right += (reading.alive, reading.kills) == (frame.screen.alive, frame.screen.kills)
    assert right >= 9
    for frame in drawn.frames(drawn.CIRCLE, 4, seed=3):
        reading = read(profile, frame.picture)
        assert (reading.alive, reading.kills, reading.phase) == (None, None, "unknown")


@pytest.mark.parametrize("layout", [drawn.BELOW, drawn.CYRILLIC], ids=lambda layout: layout.name)
def test_narrow_digits_are_read_as_wide_as_they_are(layout: Layout) -> None:
    """Boxes tell how wide; with as much room as usual digits take, what is beside them is read as one more."""
    teach = [drawn.labelled(drawn.narrowed(frame)) for frame in drawn.frames(layout, 10, seed=8)]
    profile = learn(teach).profile
    right = 0
    for frame in map(drawn.narrowed, drawn.frames(layout, 20, seed=9)):
        reading = read(profile, frame.picture)
        assert reading.alive in (None, frame.screen.alive)
        right += reading.alive == frame.screen.alive
    assert right >= 18
    assert profile.alive[0].digit_width < 0.6


@pytest.mark.parametrize(("lead", "told"), [(0.2, True), (0.05, False)])
def test_what_other_frames_resemble_as_much_is_told_by_its_lead(lead: float, told: bool) -> None:
    """A look at a frame is compared with its own places alone."""
    seen = Evidence((0.9, 0.6, 0.7), (0.8, 0.4, 0.5), lead)
    assert (thresholds(seen) is not None) == told


def test_what_a_sign_resembles_within_itself_is_no_other_place() -> None:
    """A long plate is alike a little further along."""
    made = [drawn.labelled(frame) for frame in drawn.frames(drawn.CYRILLIC, 8, seed=10)]
    spots = spots_of({frame: frame.boxes["alive"] for frame in made})
    seen = evidence(kinds_of(spots)[0], spots, ())
    assert max(seen.elsewhere) < 0.48 < 0.8 < min(seen.shown)


def test_without_boxes_the_digits_are_found_where_the_labels_can_be_read() -> None:
    made = drawn.frames(drawn.CIRCLE, 5, seed=4)
    found = with_boxes([drawn.labelled(frame, boxes=False, kills=False) for frame in made])
    near = 0
    for frame, each in zip(made, found, strict=True):
        true = frame.boxes["alive"]
        box = each.boxes.get("alive")
        near += box is not None and abs(box.x - true.x - true.width / 2) < true.height / 3
    assert near >= 4


def test_a_lobby_is_told_by_what_its_frames_share() -> None:
    playing = [drawn.labelled(frame, kills=False) for frame in drawn.frames(drawn.CYRILLIC, 6, 5)]
    lobbies = [*drawn.lobbies(8, seed=6)]
    teach = [drawn.waiting(frame) for frame in lobbies[:6]]
    profile = learn(with_boxes([*playing, *teach])).profile
    for frame in lobbies[6:]:
        reading = read(profile, frame.picture)
        assert (reading.alive, reading.phase) == (None, "waiting")
    for frame in drawn.frames(drawn.CYRILLIC, 3, seed=7):
        assert read(profile, frame.picture).phase == "playing"


def test_ten_frames_of_ten_games_teach_nothing() -> None:
    rng = np.random.default_rng(8)
    frames: list[Frame] = []
    for number in range(10):
        noise = rng.integers(0, 255, (45, 80), np.uint8)
        plain = frame_of(str(number), np.kron(noise, np.ones((8, 8), np.uint8)))
        x, y = map(float, rng.uniform(100, 250, 2))
        box = Box(x, y, 20, 14)
        frames.append(
            Frame(plain.file, plain.luma, plain.unit, {"alive": 40 + number}, {"alive": box})
        )
    with pytest.raises(BadLabels, match="nothing around the number is the same"):
        learn(frames)


def test_too_few_frames_are_told() -> None:
    few = [drawn.labelled(frame) for frame in drawn.frames(drawn.CIRCLE, 3, seed=9)]
    with pytest.raises(BadLabels, match="alive: shown in 3 frames; 4 or more are needed"):
        learn(few)
