"""Is what befalls a rendered picture on its way to the viewers what the labels say of it?"""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from scoreboard.games import known_games
from training import render
from training.codec import live
from training.drawing import fonts
from training.drawing.backgrounds import Backgrounds
from training.drawing.canvas import UNIT, Canvas, Label
from training.drawing.dim import dim
from training.drawing.hud import Hud
from training.drawing.motion import FRAMES, canvas_over, frames_of, moving
from training.drawing.page import embed
from training.drawing.smear import smear
from training.render import FINDER_WIDTH
from workers.look.look import Gray
from workers.read.networks.kinds import PROFILES
from workers.read.networks.scale import FINDER_STRIDE, STRIP_DIGIT_PIXELS

CHECKOUT = Path(__file__).parents[2]
BOX = Label("pubg_alive", "119", 6 * UNIT, 2 * UNIT, 2 * UNIT, UNIT)


@pytest.fixture(scope="module")
def grounds() -> Backgrounds:
    return Backgrounds(1, 2)


def bars(canvas: Canvas, label: Label = BOX) -> None:
    """Three upright bars where the digits are."""
    for number in range(3):
        canvas.box(label.x + number * 0.8 * UNIT, label.y, 0.16 * UNIT, label.height, 240)
    canvas.labels.append(label)


def drawn() -> Canvas:
    canvas = Canvas(np.full((round(5 * UNIT), round(12 * UNIT)), 60, np.float32))
    bars(canvas)
    return canvas


def edges(picture: np.ndarray, label: Label = BOX) -> float:
    """How much is written in the label's box."""
    x, y = round(label.x), round(label.y)
    piece = picture[y : y + round(label.height), x : x + round(label.width)].astype(float)
    return float(np.abs(np.diff(piece, axis=1)).sum() / len(piece))


def taught(scene: render.Scene) -> list[tuple[float, ...]]:
    """The rows of boxes that the finder gets of it."""
    collected = render._Collected()
    collected.region(random.Random(1), scene)
    return collected.boxes


@pytest.mark.parametrize("game", sorted(PROFILES))
def test_a_scene_is_no_smaller_than_the_region_that_is_searched(game):
    games = [each for each in known_games().values() if each.profile == game]
    for region in (each.regions["hud"] for each in games):
        hud, unit = render.HUDS[game], PROFILES[game].digit_height
        assert hud.height >= region.height / unit - 0.05
        assert hud.width >= region.width * 16 / 9 / unit - 0.05


def test_the_search_for_apex_reaches_a_row_that_a_banner_pushed_down():
    region = known_games()["apex"].regions["hud"]
    assert region.y <= 0.034, "the players where they usually are"
    assert region.y + region.height >= 0.18, "the kills below a banner"
    assert region.x <= 0.775, "the skull left of the kills"
    assert region.x + region.width >= 0.985, "the plate's right end"


def test_the_ground_moves_behind_a_hud_that_stands_still(grounds):
    rng = random.Random(3)
    motion = moving(grounds, rng, 360, 150)
    canvas = canvas_over(motion, 360, 150)
    before = canvas.pixels.copy()
    bars(canvas)
    assert np.array_equal(canvas.pixels[:50], before[:50])
    picture = np.clip(canvas.pixels, 0, 255).astype(np.uint8)
    frames = frames_of(motion, canvas, picture, 1.0)
    assert len(frames) == FRAMES
    assert frames[-1] is picture
    bar = np.s_[62:88, 181:184]
    shown = frames[motion.appears :]
    assert all(np.abs(frame[bar].astype(int) - picture[bar]).max() <= 1 for frame in shown)
    assert all(not np.array_equal(frame[:50], picture[:50]) for frame in frames[:-1])


def test_a_live_encoder_leaves_less_the_more_moves():
    def film(moves: bool) -> list[Gray]:
        noise = np.random.default_rng(1).integers(0, 255, (150, 360)).astype(np.uint8)
        canvas = drawn()
        return [
            np.where(canvas.pixels == 60, np.roll(noise, 9 * number * moves, 1), canvas.pixels)
            .clip(0, 255)
            .astype(np.uint8)
            for number in range(FRAMES)
        ]

    def error(moves: bool) -> float:
        films = [film(moves)] * 2
        after = live(films, random.Random(2))
        assert [each.shape for each in after] == [(150, 360)] * 2
        return float(np.abs(after[0].astype(int) - films[0][-1]).mean())

    assert error(True) > error(False)


def test_nothing_is_taught_of_what_the_encoder_swallowed():
    picture = drawn().pixels.astype(np.uint8)
    scene = render.Scene("pubg", picture, [BOX], UNIT, frozenset())
    assert render._seen(scene, picture).labels == [BOX]
    noise = np.random.default_rng(1).normal(0, 4, picture.shape)
    lost = render._seen(scene, (60 + noise).astype(np.uint8))
    assert (lost.labels, lost.hidden) == ([], {"pubg_alive"})
    assert lost.gone == {BOX}
    assert taught(lost) == []


def test_whether_there_is_a_counter_that_is_hardly_seen_is_not_taught():
    clear = drawn().pixels
    scene = render.Scene("pubg", clear.astype(np.uint8), [BOX], UNIT, frozenset())
    noise = np.random.default_rng(1).normal(0, 40, clear.shape)
    faint = render._seen(scene, (90 + 0.2 * (clear - 60) + noise).clip(0, 255).astype(np.uint8))
    assert (faint.labels, faint.lost, faint.gone) == ([], (BOX,), frozenset())
    (box,) = taught(faint)
    assert box[-1] == 0
    ((*place, shown),) = taught(render._seen(scene, scene.picture))
    assert shown == 1
    assert box[3:6] == pytest.approx(place[3:6], rel=0.4), "the same box, at another zoom"


def test_the_finder_learns_from_the_part_that_it_is_given_to_read():
    hud, profile = np.full((164, 616), 90, np.uint8), PROFILES["warzone_columns"]
    label = Label("warzone_columns_alive", "52", 540, 80, 30, 20)
    collected = render._Collected()
    for seed in range(40):
        scene = render.Scene("warzone_columns", hud, [label], 20.0, frozenset())
        collected.region(random.Random(seed), scene)
    widths = [right - left for left, _, right, _ in collected.extents]
    usual = profile.within[2] * 616 * profile.finder_digit_pixels / 20.0
    assert np.median(widths) == pytest.approx(usual, rel=0.1)
    for number, _, x, y, *_ in collected.boxes:
        left, top, right, bottom = collected.extents[int(number)]
        assert left < x < right
        assert top < y < bottom
    assert len(collected.boxes) > 30


@pytest.mark.parametrize(("width", "right"), [(38, 48), (200, 208), (320, 208)])
def test_where_a_region_ends_is_known(width, right):
    """It is seen by itself alone, as when it is read: what fills up the finder's picture is none of it."""
    seen = np.full((41, width), 90, np.uint8)
    ends = (8, 0, right, 40)
    assert render._extent(seen, 8, -4) == ends, "of 44 rows, eleven cells, one cell is above"


@pytest.mark.parametrize("game", sorted(PROFILES))
def test_a_region_begins_and_ends_with_a_whole_cell(game):
    unit = 720 * PROFILES[game].digit_height
    size = round(render.HUDS[game].height * unit), round(render.HUDS[game].width * unit)
    scene = render.Scene(game, np.full(size, 90, np.uint8), [], unit, frozenset())
    collected = render._Collected()
    for seed in range(30):
        collected.region(random.Random(seed), scene)
    assert not (np.array(collected.extents) % FINDER_STRIDE).any()
    lefts, _, rights, _ = np.transpose(collected.extents)
    assert min(lefts) == 0
    assert max(rights) > 0.85 * FINDER_WIDTH


@pytest.mark.parametrize("seed", range(6))
def test_smeared_digits_keep_their_whole_text(seed):
    canvas = drawn()
    clear = edges(canvas.pixels)
    smear(canvas, random.Random(seed))
    assert edges(canvas.pixels) < 0.85 * clear
    assert canvas.labels == [BOX]


def test_of_a_smeared_number_the_whole_box_and_text_are_taught():
    """Also where the finder might be given the plain digits alone: they are not all that it says."""
    canvas = drawn()
    smear(canvas, random.Random(1))
    picture = canvas.pixels.astype(np.uint8)
    scene = render.Scene("pubg", picture, [BOX], UNIT, frozenset(), "smeared")
    ((*_, width, height, shown),) = taught(scene)
    assert width / height == pytest.approx(BOX.width / BOX.height)
    assert shown == 1
    collected = render._Collected()
    for seed in range(8):
        collected.strips_of(random.Random(seed), scene)
    whole, part = collected.windows[::2], collected.windows[1::2]
    assert {*collected.texts} == {"119"}
    assert min(whole) > 0.75 * 2 * STRIP_DIGIT_PIXELS
    assert {round(3 * width / STRIP_DIGIT_PIXELS / 2) for width in part} == {1, 2}


def test_what_is_learned_from_is_oftener_small_and_smeared_and_no_seldomer_plain():
    def share(fates: dict[str, int], live: float, note: str) -> float:
        return (1 - live) * fates[note] / sum(fates.values())

    for note in ("", render.SMALL_NOTE, "smeared"):
        learned = share(render.TAUGHT_FATES, render.TAUGHT_LIVE_SHARE, note)
        assert learned > share(render.FATES, render.LIVE_SHARE, note)


@pytest.mark.parametrize("held_out", [True, False])
def test_what_is_measured_has_shares_of_its_own(monkeypatch, grounds, held_out):
    monkeypatch.setattr(
        render, "HUDS", {"pubg": Hud(lambda canvas, *_: bars(canvas), 16.2, 4.6, 1)}
    )
    monkeypatch.setattr(render, "TAUGHT_FATES", {"smeared": 1})
    monkeypatch.setattr(render, "FATES", {"": 1})
    monkeypatch.setattr(render, "TAUGHT_LIVE_SHARE", 0)
    monkeypatch.setattr(render, "LIVE_SHARE", 0)
    monkeypatch.setattr(render.clutter, "phrase", lambda *_: None)
    scenes = render.film(random.Random(1), grounds, held_out, {"pubg": 1})
    assert {scene.kind for scene in scenes} == ({""} if held_out else {"smeared"})


def test_labels_go_with_a_picture_that_is_off(monkeypatch):
    monkeypatch.setattr("training.drawing.page._write", lambda *_: None)
    offsets = set()
    for seed in range(20):
        canvas = drawn()
        clear = edges(canvas.pixels)
        embed(canvas, random.Random(seed), False)
        (label,) = canvas.labels
        offsets.add((label.x, label.y))
        if BOX.x - label.x < 2 * UNIT and label.y > 0:
            assert edges(canvas.pixels, label) == pytest.approx(clear)
    assert len(offsets) > 15


def test_what_an_edge_has_cut_is_not_whole_again_when_it_is_moved_inside():
    canvas = drawn()
    canvas.labels.append(Label("pubg_kills", "7", -0.3 * UNIT, 2 * UNIT, UNIT, UNIT))
    canvas.labels.append(Label("pubg_joined", "7", canvas.width - 9, 2 * UNIT, UNIT, UNIT))
    embed(canvas, random.Random(3), False)
    assert [label.kind for label in canvas.labels] == ["pubg_alive"]
    assert canvas.hidden == {"pubg_kills", "pubg_joined"}


@pytest.mark.parametrize("note", ["dimmed", render.SMALL_NOTE])
def test_what_a_menu_writes_over_is_no_longer_shown(monkeypatch, note):
    """LOBBY over a 79 leaves nobody a 79 to read."""
    monkeypatch.setattr(fonts, "FONT_FOLDER", CHECKOUT / "node_modules/@fontsource")
    fonts.load.cache_clear()
    written_over = 0
    for seed in range(60):
        canvas, dimmed = drawn(), drawn()
        canvas.note = dimmed.note = note
        render._befall(canvas, random.Random(seed), False)
        with monkeypatch.context() as patched:
            patched.setattr(render.clutter, "phrase", lambda *_: None)
            render._befall(dimmed, random.Random(seed), False)
        if not np.array_equal(inner(canvas), inner(dimmed)):
            written_over += 1
            assert BOX not in canvas.labels
            assert BOX.kind in canvas.hidden
    fonts.load.cache_clear()
    assert written_over > 2


def inner(canvas: Canvas) -> np.ndarray:
    """The middle of the label's box: an edge is touched by the shadow of what stands beside it."""
    top, left = round(BOX.y) + 6, round(BOX.x) + 6
    return canvas.pixels[top : top + round(BOX.height) - 12, left : left + round(BOX.width) - 12]


def test_what_is_dimmed_is_darker_and_still_there():
    canvas = drawn()
    clear = edges(canvas.pixels)
    dim(canvas, random.Random(1))
    assert canvas.pixels.max() < 240 * 0.75 + 25
    assert 0.1 * clear < edges(canvas.pixels) < 0.75 * clear


@pytest.mark.parametrize("note", [*render.FATES, render.LIVE_NOTE])
@pytest.mark.parametrize("game", sorted(PROFILES))
def test_where_the_picture_is_small_its_digits_are_still_legible(game, note):
    rng, unit = random.Random(1), PROFILES[game].digit_height
    heights = [render._frame_height(rng, note, unit) for _ in range(40)]
    assert min(heights) * unit >= min(render.LEGIBLE_PIXELS, 480 * unit)
    if note == render.SMALL_NOTE:
        assert max(heights) <= max(360, round(render.LEGIBLE_PIXELS / unit) + 1)


def test_without_fonts_nothing_is_drawn_and_a_sentence_says_why(monkeypatch, tmp_path):
    monkeypatch.setattr(fonts, "FONT_FOLDER", tmp_path)
    fonts.load.cache_clear()
    with pytest.raises(FileNotFoundError, match="npm ci --prefix training/fonts"):
        fonts.choose(random.Random(1), fonts.ROUND, (700,), held_out=False)
    fonts.load.cache_clear()
