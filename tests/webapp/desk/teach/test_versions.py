"""Do taught profiles get from a file to the readers, and back?"""

from __future__ import annotations

import html
import re
from dataclasses import astuple, replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from scoreboard.models import Region, Stream
from scoreboard.taught.profile import MAX_BYTES, REGION, TaughtProfile
from tests.workers.read.taught.test_taught import of_sign, profile
from tests.workers.teach import drawn
from workers.look.cut import cut
from workers.look.look import Look
from workers.read.budget import Budget
from workers.read.in_use import TaughtInUse
from workers.read.look import read_look
from workers.teach.learn import learn

pytestmark = pytest.mark.usefixtures("db")
OTHER = profile(name="Another")


@pytest.fixture
def pubg():
    from webapp.catalog.models import Game, TaughtVersion

    yield Game.objects.get(slug="pubg")
    TaughtVersion.objects.all().delete()


def send(admin, game, packed: bytes, name: str = "profile.json") -> str:
    """What the page says then."""
    sent = {"profile": SimpleUploadedFile(name, packed)}
    answer = admin.post(f"/admin/catalog/game/{game.pk}/taught/import/", sent, follow=True)
    return said(answer)


def said(answer) -> str:
    found = re.findall(r'<li class="(?:success|warning|error)">([^<]*)', answer.content.decode())
    return " ".join(html.unescape(words.strip()) for words in found)


def use(admin, game, version: object):
    return admin.post(f"/admin/catalog/game/{game.pk}/taught/use/", {"version": version})


def imported(admin, game, one: TaughtProfile):
    assert send(admin, game, one.to_json().encode()) == "Imported. It is not in use yet."
    return game.taught_versions.first()


def test_a_profile_that_was_learned_reads_in_production_from_the_next_look(
    admin, pubg, store, redis
):
    frames = drawn.frames(drawn.CYRILLIC, 8, seed=1)
    version = imported(admin, pubg, learn([drawn.labelled(frame) for frame in frames]).profile)
    assert store.games()["pubg"].taught == ""
    store.put_streams([Stream("a", "pubg", "A", "http://host/a")], {"a": 1.0})
    use(admin, pubg, version.pk)
    redis.set("lease:a", "token")
    wanted = store.wanted("a", "token")
    (frame,) = drawn.frames(drawn.CYRILLIC, 1, seed=2)
    height, crops = cut(frame.picture, wanted.game)
    look = Look.from_bytes(Look("a", "pubg", "token", 1.0, height, crops).to_bytes())
    taught = TaughtInUse(store.taught_profile).of(wanted.game)
    reading = read_look(look, wanted.game, Budget(1, 1), Budget(1, 1), taught)
    assert (reading.alive, reading.phase) == (frame.screen.alive, "playing")
    assert redis.zscore("due:pubg", "a") > 1.0, "it is looked at now"


def test_versions_are_exchanged_and_taken_back(admin, pubg, store):
    first, second = (imported(admin, pubg, each) for each in (profile(), OTHER))
    for version in (first, second, first):
        use(admin, pubg, version.pk)
        assert store.games()["pubg"].taught == version.digest
        assert store.taught_profile("pubg").to_json() == version.profile
    assert store.games()["pubg"].regions.keys() == {"hud", "banner", REGION}
    use(admin, pubg, "")
    assert store.games()["pubg"].taught == ""
    assert store.taught_profile("pubg") is None
    assert REGION not in store.games()["pubg"].regions


def test_redis_emptied_has_the_profile_again(admin, pubg, store, redis):
    from webapp.catalog.publish.publish import republish_if_stale

    use(admin, pubg, imported(admin, pubg, profile()).pk)
    redis.flushall()
    republish_if_stale()
    assert store.taught_profile("pubg") == profile()


def test_what_is_exported_is_imported_as_the_same(admin, pubg):
    version = imported(admin, pubg, profile())
    answer = admin.get(f"/admin/catalog/game/{pubg.pk}/taught/{version.pk}.json")
    assert answer["Content-Disposition"].startswith('attachment; filename="pubg-')
    assert TaughtProfile.parse(answer.content) == profile()
    assert "This profile is saved already" in send(admin, pubg, answer.content)
    assert pubg.taught_versions.count() == 1


def test_of_two_profiles_of_one_name_both_are_kept_and_the_one_in_use_stays(admin, pubg, store):
    first = imported(admin, pubg, profile())
    use(admin, pubg, first.pk)
    assert "Imported." in send(admin, pubg, profile(most_players=60).to_json().encode())
    names = [TaughtProfile.parse(each.profile.encode()).name for each in pubg.taught_versions.all()]
    assert names == ["A game", "A game"]
    assert store.taught_profile("pubg") == profile()


def test_on_a_full_disk_nothing_is_imported_and_the_one_in_use_stays(admin, pubg, store, full_disk):
    use(admin, pubg, imported(admin, pubg, profile()).pk)
    with full_disk():
        assert "Is its disk full?" in send(admin, pubg, OTHER.to_json().encode())
    assert pubg.taught_versions.count() == 1
    assert store.games()["pubg"].taught == profile().digest


def test_where_the_database_refuses_the_version_in_use_stays(admin, pubg, store):
    from django.db import connection

    first, second = (imported(admin, pubg, one) for one in (profile(), OTHER))
    use(admin, pubg, first.pk)
    for asked in (second.pk, ""):
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA query_only = 1")
            answer = use(admin, pubg, asked)
            cursor.execute("PRAGMA query_only = 0")
        assert "nothing was changed" in said(admin.get(answer.url))
        assert store.games()["pubg"].taught == profile().digest


@pytest.mark.parametrize(
    ("packed", "sentence"),
    [
        (b"\x89PNG\r\n", "The profile is not valid JSON."),
        (profile().to_json().encode()[:-40], "The profile is not valid JSON."),
        (b'{"format": "another"}', "The file is not a taught profile."),
        (b" " * (MAX_BYTES + 1), "The profile is larger than 800 KB."),
        (of_sign(within={"x": 0.9, "y": 0, "width": 5, "height": 1}), "out of its range"),
        (b"", "The profile is not valid JSON."),
    ],
)
def test_a_bad_file_is_one_sentence_and_changes_nothing(admin, pubg, store, packed, sentence):
    use(admin, pubg, imported(admin, pubg, profile()).pk)
    assert sentence in send(admin, pubg, packed)
    assert pubg.taught_versions.count() == 1
    assert store.games()["pubg"].taught == profile().digest


def test_without_a_file_it_is_said(admin, pubg):
    answer = admin.post(f"/admin/catalog/game/{pubg.pk}/taught/import/", follow=True)
    assert said(answer) == "Choose a file."


def test_the_oldest_go_and_the_one_in_use_stays(pubg, monkeypatch):
    from webapp.catalog import taught

    monkeypatch.setattr(taught, "MAX_VERSIONS", 3)
    first, _ = taught.save_taught(pubg, profile(), "", "ada")
    taught.use_taught(first)
    for number in range(taught.MAX_VERSIONS + 5):
        taught.save_taught(pubg, profile(name=f"Number {number}"), "", "ada")
    names = {TaughtProfile.parse(v.profile.encode()).name for v in pubg.taught_versions.all()}
    assert len(names) == taught.MAX_VERSIONS + 1
    assert {"A game", f"Number {taught.MAX_VERSIONS + 4}"} <= names


def test_a_viewer_sees_and_changes_nothing(client, pubg, store):
    from django.contrib.auth.models import Group, User

    from webapp.catalog.taught import save_taught

    version, _ = save_taught(pubg, profile(), "", "ada")
    viewer = User.objects.create_user("viewer", is_staff=True)
    viewer.groups.add(Group.objects.get(name="Viewer"))
    client.force_login(viewer)
    page = client.get(f"/admin/catalog/game/{pubg.pk}/taught/")
    assert page.status_code == 200
    assert b"Import" not in page.content
    assert use(client, pubg, version.pk).status_code == 403


def test_the_region_is_part_of_the_record_and_not_of_what_is_drawn(admin, pubg, store):
    one = replace(profile().alive[0], within=Region(0.1, 0.2, 0.3, 0.4))
    use(admin, pubg, imported(admin, pubg, profile(alive=(one,))).pk)
    region = store.games()["pubg"].regions[REGION]
    assert astuple(region) == pytest.approx((0.1, 0.2, 0.3, 0.4))
    page = admin.get(f"/admin/catalog/game/{pubg.pk}/regions/")
    assert b'"taught":' not in page.content
    assert b"taught profile" in admin.get("/admin/catalog/game/").content
