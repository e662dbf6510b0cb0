"""Do the last looks before a finish become a small moving picture, once, and is it shown?"""

import io
import time

import pytest
from PIL import Image

from scoreboard.history import Highlight
from scoreboard.requests import Finish
from tests.webapp.matches.made import made

AT = 1_795_521_631.5


def jpeg(colour="red", size=(256, 144), noise=0):
    picture = Image.new("RGB", size, colour)
    if noise:
        picture = Image.effect_noise(size, noise).convert("RGB")
    packed = io.BytesIO()
    picture.save(packed, "JPEG", quality=90)
    return packed.getvalue()


def opened(packed):
    return Image.open(io.BytesIO(packed), formats=("WEBP",))


def test_a_flipbook_holds_the_last_twelve_looks_and_rests_on_the_last():
    from webapp.desk.matches.flipbook import flipbook

    colours = ["white"] * 3 + ["red", "lime"] * 6
    book = opened(flipbook([jpeg(colour) for colour in colours]))
    assert (book.n_frames, book.size, book.info["loop"]) == (12, (256, 144), 3)
    book.seek(11)
    assert book.convert("RGB").getpixel((9, 9))[1] > 200
    assert book.info["duration"] == 1500


@pytest.mark.parametrize("looks", [[], [b"x", b""], [jpeg()], [jpeg(), b"\xff\xd8\xff", b"x"]])
def test_fewer_than_two_pictures_are_no_flipbook(looks):
    from webapp.desk.matches.flipbook import flipbook

    assert flipbook(looks) is None


def test_a_flipbook_never_weighs_more_than_100_kb():
    from webapp.desk.matches.flipbook import flipbook

    heavy = flipbook([jpeg(noise=200 + number) for number in range(12)])
    assert len(heavy) <= 100_000
    assert 2 <= opened(heavy).n_frames <= 12


def test_a_stream_that_changes_its_shape_has_one_all_the_same():
    from webapp.desk.matches.flipbook import flipbook

    book = opened(flipbook([jpeg("lime", (144, 144)), jpeg("red", (1920, 1080))]))
    assert (book.n_frames, book.size) == (2, (256, 144))


def finish(store, at=AT, looks=3):
    for number in range(looks):
        store.keep_look("one", jpeg(f"hsl({number * 100}, 90%, 50%)"))
    store.put_preview("one", jpeg("blue"), 90)
    store.keep_preview("one", at, 600)
    store.keep_looks("one", at, 600)
    store.put_finishes([Finish("one", "One", "pubg", at, at - 900, 1, 7, True, "", result="won")])


def test_a_match_is_taken_in_with_its_flipbook_and_redis_is_free_again(client, store, redis):
    from webapp.desk.intake import take_in
    from webapp.desk.models import Match

    finish(store)
    take_in(store)
    match = Match.objects.get()
    assert opened(bytes(match.flipbook)).n_frames == 3
    assert bytes(match.picture) == jpeg("blue")
    assert store.moment_looks("one", AT) == []
    finish(store, AT + 1000, looks=0)
    take_in(store)
    assert Match.objects.latest("ended_at").flipbook is None


def test_without_a_moment_the_last_look_is_the_final_frame(client, store):
    from webapp.desk.intake import take_in
    from webapp.desk.models import Match

    for colour in ("red", "lime"):
        store.keep_look("one", jpeg(colour))
    store.keep_looks("one", AT, 600)
    store.put_finishes(
        [Finish("one", "One", "pubg", AT, AT - 900, 7, 7, False, result="eliminated")]
    )
    take_in(store)
    match = Match.objects.get()
    assert bytes(match.picture) == jpeg("lime")
    assert opened(bytes(match.flipbook)).n_frames == 2


def test_a_site_that_dies_before_it_has_stored_loses_no_flipbook(client, store, monkeypatch):
    from webapp.desk import intake
    from webapp.desk.models import Match

    finish(store)
    with monkeypatch.context() as patched:
        patched.setattr(intake, "_keep", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            intake.take_in(store)
    intake.take_in(store)
    assert Match.objects.get().flipbook


def test_old_flipbooks_are_dropped_with_the_final_frames(client, store):
    from webapp.desk.intake import take_in

    old = made(minutes_ago=7 * 24 * 60 + 5, flipbook=b"RIFF")
    young = made("two", minutes_ago=6 * 24 * 60, flipbook=b"RIFF", picture=b"\xff")
    finish(store)
    take_in(store)
    for match in (old, young):
        match.refresh_from_db()
    assert old.flipbook is None
    assert young.flipbook


def test_a_flipbook_is_shown_where_the_match_is(client, store):
    match = made(minutes_ago=1, result="won", flipbook=b"RIFF", picture=b"\xff\xd8")
    at = match.ended_at.timestamp()
    store.put_moments([Highlight("finish", "pubg", at, "one", "One", 1, 3, "won", "", True)])
    address = f"/matches/{match.pk}/flipbook.webp"
    still = (
        f'<source media="(prefers-reduced-motion: reduce)" srcset="/matches/{match.pk}/finish.jpg">'
    )
    page = client.get(f"/matches/{match.pk}/").content.decode()
    assert f'src="{address}"' in page
    assert f'property="og:image" content="http://testserver{address}"' in page
    assert still in page
    assert f'src="{address}"' in client.get("/moments/").content.decode()
    answer = client.get(address)
    assert (answer["Content-Type"], answer.content) == ("image/webp", b"RIFF")
    assert client.get(f"/api/v1/matches/{match.pk}/").json()["flipbook_url"] == address


def test_a_flipbook_takes_little_of_the_sites_time():
    """Two matches a second end with two thousand streams; not all of them close to their end."""
    from webapp.desk.matches.flipbook import flipbook

    looks = [jpeg(noise=20 + number) for number in range(12)]
    flipbook(looks)
    began = time.thread_time()
    flipbook(looks)
    assert time.thread_time() - began < 0.5
