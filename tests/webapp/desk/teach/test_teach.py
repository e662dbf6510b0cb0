"""Are frames gathered, labeled and checked, and is nothing enabled that reads wrong?"""

from __future__ import annotations

import io
import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from scoreboard.models import Stream
from scoreboard.requests import MAX_LESSON_FRAMES
from tests.workers.read.taught.test_taught import profile

pytestmark = pytest.mark.usefixtures("db")
BOX = {"x": 0.5, "y": 0.5, "width": 0.05, "height": 0.03}


def png(side: int = 360) -> bytes:
    packed = io.BytesIO()
    Image.fromarray(np.full((side, side * 2), 90, np.uint8)).save(packed, "PNG")
    return packed.getvalue()


@pytest.fixture
def pubg():
    from webapp.catalog.models import Game, TaughtVersion
    from webapp.desk.models import TeachingFrame

    yield Game.objects.get(slug="pubg")
    TeachingFrame.objects.all().delete()
    TaughtVersion.objects.all().delete()


class Desk:
    """An admin's browser."""

    def __init__(self, admin, game, store) -> None:
        self.admin, self.store, self.at = admin, store, f"/admin/catalog/game/{game.pk}/teach/"

    def post(self, path: str, **fields):
        return self.admin.post(self.at + path, fields)

    def add(self, packed: bytes | None = None, **fields) -> dict:
        picture = {"picture": SimpleUploadedFile("a.png", packed or png())} if not fields else {}
        return self.post("frames/", **picture, source="a.png", **fields).json()

    def label(self, pk: int, **said):
        path = f"{self.at}frames/{pk}/"
        return self.admin.post(path, json.dumps(said), content_type="application/json").json()

    def counter(self, alive: int) -> int:
        pk = self.add()["frame"]["id"]
        self.label(pk, shows="counter", alive=alive, kills="", box=BOX, kills_box=None)
        return pk

    def answered(self, path: str, pk: int | None, **said) -> str:
        """The id of a question that a worker has answered."""
        fields = {} if pk is None else {"frame": pk}
        ask_id = self.post(path, **fields).json()["ask"]
        (asked,) = self.store.take_asked(self.store.now())
        lesson = asked.lesson
        said = {"of": lesson.digest, "about": lesson.about, **said}
        self.store.put_answer(ask_id, said)
        return ask_id

    def check(self, pk: int, verdict: str):
        said = {"verdict": verdict, "alive": 40, "kills": None, "phase": "playing", "reason": ""}
        return self.post("checked/", frame=pk, ask=self.answered("check/", pk, **said))

    def enable(self, all_the_same: str = "", **said):
        said = {"profile": profile().to_json(), "notes": [], **said}
        ask_id = self.answered("learn/", None, **said)
        return self.post("enable/", ask=ask_id, all_the_same=all_the_same)


def frames_of(game):
    from webapp.desk.models import TeachingFrame

    return TeachingFrame.objects.filter(game=game).order_by("pk")


@pytest.fixture
def desk(admin, pubg, store) -> Desk:
    return Desk(admin, pubg, store)


def test_what_is_labeled_goes_to_the_workers_with_its_pictures(desk, store):
    pk = desk.counter(40)
    other = desk.add()["frame"]["id"]
    desk.post("propose/", frame=other)
    (asked,) = store.take_asked(store.now())
    first, second = asked.lesson.frames
    assert (asked.kind, first.shows, first.alive, first.box.x) == ("proposal", "counter", 40, 0.5)
    assert (second.shows, asked.lesson.about) == ("", second.frame)
    for frame in (first, second):
        assert Image.open(io.BytesIO(store.frame(frame.frame))).size == (720, 360)
    assert desk.admin.get(f"{desk.at}frames/{pk}.jpg")["Content-Type"] == "image/jpeg"
    page = desk.admin.get(desk.at).content
    assert b"Teach the HUD of" in page
    assert b'id="gather" disabled' in page, "until its script has come"


def test_frames_of_other_games_are_part_of_the_lesson(desk, store):
    store.put_streams([Stream("a", "apex", "A", "http://host/a", viewers=9)], {"a": 1.0})
    store.put_streams([Stream("b", "apex", "B", "http://host/b", viewers=5)], {"b": 1.0})
    store.put_streams([Stream("c", "pubg", "C", "http://host/c")], {"c": 1.0})
    assert b'"elsewhere": ["a"]' in desk.admin.get(desk.at).content
    pk = desk.counter(40)
    desk.post("check/", frame=pk, elsewhere=["x", "y"])
    (asked,) = store.take_asked(store.now())
    assert asked.lesson.elsewhere == ("x", "y")


def test_a_frame_that_a_worker_took_is_kept(desk, store):
    packed = io.BytesIO()
    Image.new("L", (640, 360)).save(packed, "JPEG")
    store.put_frame("grabbed", packed.getvalue())
    assert desk.add(frame="grabbed")["frame"]["width"] == 640
    assert desk.add(frame="gone") == {"fault": "This frame has expired. Grab a new one."}


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"alive": "1000"}, "The players alive must be a whole number from 1 to 100, not '1000'."),
        ({"alive": ""}, "Enter the number that the box is around, or mark “No counter”."),
        ({"kills": "-1"}, "The kills must be a whole number from 0 to 99, not '-1'."),
        ({"box": {**BOX, "x": 0.99}}, "The box alive reaches outside the picture."),
        ({"box": {**BOX, "x": "a"}}, "The box alive needs numbers for x, y, width, height."),
        ({"box": {**BOX, "x": 10**400}}, "The box alive needs numbers for x, y, width, height."),
        ({"box": {**BOX, "height": 0.0001}}, "The box alive is too small for digits."),
        ({"shows": "sky"}, "A frame shows a counter, none, or a lobby."),
    ],
)
def test_a_bad_label_is_one_sentence(desk, said, sentence):
    pk = desk.add()["frame"]["id"]
    good = {"shows": "counter", "alive": "40", "kills": "", "box": BOX, "kills_box": None}
    assert desk.label(pk, **{**good, **said}) == {"fault": sentence}


def test_an_upload_that_is_no_image_is_refused(desk):
    assert "Unknown image format" in desk.add(b"no image")["fault"]


def test_a_frame_that_no_lesson_takes_is_refused_at_once(desk):
    assert desk.add(png(190)) == {"fault": "A frame of 380 x 190 pixels is too small."}


def test_ten_frames_of_ten_games_are_told_and_not_enabled(desk, store):
    frames = [desk.counter(40 + number) for number in range(10)]
    for pk in frames:
        desk.check(pk, "silent")
    refused = desk.enable()
    assert (refused.status_code, refused.json()["fault"]) == (409, "No frame would be read right.")
    assert store.taught_profile("pubg") is None


def noise() -> bytes:
    """More than a page of the database has room for."""
    packed = io.BytesIO()
    Image.effect_noise((1280, 720), 90).save(packed, "PNG")
    return packed.getvalue()


def test_on_a_full_disk_it_is_said_and_nothing_is_lost_or_enabled(desk, store, pubg, full_disk):
    frames = [desk.counter(40 + number) for number in range(5)]
    for pk in frames:
        desk.check(pk, "right")
    learned = desk.answered("learn/", None, profile=profile().to_json(), notes=[])
    full = {"fault": "The database could not save this, so nothing was changed. Is its disk full?"}
    with full_disk():
        assert desk.add(noise()) == full
        assert desk.enable().json() == full
        assert desk.post("keep/", ask=learned).json() == full
        assert store.taught_profile("pubg") is None
    assert [frame.alive for frame in frames_of(pubg)] == [40, 41, 42, 43, 44]
    assert "at" in desk.enable().json()


def test_more_frames_than_a_lesson_holds_are_refused(desk, pubg):
    from webapp.desk.models import TeachingFrame

    TeachingFrame.objects.bulk_create(
        TeachingFrame(game=pubg, picture=b"", width=1, height=1) for _ in range(MAX_LESSON_FRAMES)
    )
    assert "remove one first" in desk.add()["fault"]
    desk.label(TeachingFrame.objects.first().pk, remove=True)
    assert "frame" in desk.add()


def test_uploads_at_once_do_not_make_more_of_them(desk, pubg):
    from django.db import connection

    from webapp.desk.models import TeachingFrame

    TeachingFrame.objects.bulk_create(
        TeachingFrame(game=pubg, picture=b"", width=1, height=1)
        for _ in range(MAX_LESSON_FRAMES - 1)
    )
    together = Barrier(4)

    def add(_):
        together.wait(10)
        try:
            return desk.add(png(1000))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        told = [*pool.map(add, range(4))]
    assert frames_of(pubg).count() == MAX_LESSON_FRAMES
    assert sum("remove one first" in said.get("fault", "") for said in told) == 3


def test_only_what_reads_nothing_wrong_is_enabled(desk, store, pubg):
    frames = [desk.counter(40 + number) for number in range(4)]
    assert desk.enable().json()["fault"].startswith("At least 5 frames must be labeled")
    frames.append(
        desk.counter(44)
    )  # such as by another admin, whose frames this page does not show
    assert desk.enable().json()["fault"] == (
        "5 of 5 labeled frames are not checked: reload the page."
    )
    for pk in frames:
        assert desk.check(pk, "right").status_code == 200
    desk.check(frames[0], "wrong")
    refused = desk.enable()
    assert (refused.status_code, refused.json()["fault"]) == (
        409,
        "1 of 5 frames would be read wrong.",
    )
    assert store.taught_profile("pubg") is None
    assert "at" in desk.enable(all_the_same="1").json()
    assert store.games()["pubg"].taught == profile().digest
    assert pubg.taught_versions.get().note == "taught from 5 frames: 4 right, 0 silent, 1 wrong"


def test_what_was_taught_is_saved_to_be_tried_without_being_used(desk, store, pubg):
    for number in range(5):
        desk.check(desk.counter(40 + number), "right")
    learned = desk.answered("learn/", None, profile=profile().to_json(), notes=[])
    at = desk.post("keep/", ask=learned).json()["at"]
    version = pubg.taught_versions.get()
    assert at == f"/admin/catalog/game/{pubg.pk}/scans/?version={version.pk}"
    assert not version.in_use
    assert store.taught_profile("pubg") is None
    desk.counter(60)
    assert desk.post("keep/", ask=learned).status_code == 409


def test_what_was_checked_before_a_label_changed_does_not_count(desk):
    frames = [desk.counter(40 + number) for number in range(5)]
    for pk in frames:
        desk.check(pk, "right")
    desk.label(frames[0], shows="none")
    assert "not checked" in desk.enable().json()["fault"]
    late = desk.answered("check/", frames[1], verdict="right")
    desk.label(frames[0], shows="counter", alive=7, box=BOX)
    assert desk.post("checked/", frame=frames[1], ask=late).status_code == 409
    other = desk.answered("check/", frames[1], verdict="right")
    assert desk.post("checked/", frame=frames[2], ask=other).status_code == 409


def test_an_answer_that_is_no_profile_enables_nothing(desk, store):
    frames = [desk.counter(40 + number) for number in range(5)]
    for pk in frames:
        desk.check(pk, "right")
    assert desk.enable(profile="{}").json() == {"fault": "The file is not a taught profile."}
    for path in ("enable/", "keep/", "checked/"):
        lost = desk.post(path, ask="expired", frame=frames[0])
        assert "answer has expired" in lost.json()["fault"]
    assert store.taught_profile("pubg") is None


def test_without_redis_it_is_said(desk, monkeypatch):
    from tests.webapp.boards import store_away
    from webapp.desk.teach import lesson

    pk = desk.counter(40)
    monkeypatch.setattr(lesson, "store", store_away)
    assert desk.post("propose/", frame=pk).status_code == 503
