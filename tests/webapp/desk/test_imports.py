"""Does a table of channels come in whole, with progress, and go on after a restart?"""

from __future__ import annotations

import csv
import io

import pytest

pytestmark = pytest.mark.usefixtures("db")
URL = "http://127.0.0.1:8999/live/{}/index.m3u8"
HEAD = "channel,rule,game,name,url\n"


@pytest.fixture(autouse=True)
def no_imports(site):
    from webapp.desk.models import ChannelImport

    yield
    ChannelImport.objects.all().delete()


def bring(admin, text, name="channels.csv"):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from webapp.desk.models import ChannelImport

    packed = text.encode() if isinstance(text, str) else text
    answer = admin.post(
        "/admin/desk/imports/", {"table": SimpleUploadedFile(name, packed)}, follow=True
    )
    return answer.content.decode(), ChannelImport.objects.first()


def row(number, rule="watch", game="pubg"):
    return f"club-{number},{rule},{game},Club {number},{URL.format(number)}\n"


def test_a_table_comes_in_and_is_published(admin, store):
    from webapp.desk.imports.work import work

    page, job = bring(admin, HEAD + row(1) + row(2, "block", ""))
    assert "0</span> of 2 rows" in page.replace('<span data-count="done">', "")
    assert work() == 2
    job.refresh_from_db()
    assert (job.state, job.added, job.refused_count) == ("done", 2, 0)
    assert {name: rule.rule for name, rule in store.channels().items()} == {
        "club-1": "watch",
        "club-2": "block",
    }


def test_wrong_rows_are_refused_with_their_line_and_the_others_taken(admin, store):
    from webapp.desk.imports.work import work

    _, job = bring(
        admin,
        HEAD
        + row(1)
        + row(2, "dance")
        + row(3, game="chess")
        + "club-4,watch,pubg,x,file:///etc/passwd\nNo Good,block,,,\n,,,,\n"
        + row(7, "watch", ""),
    )
    work()
    page = admin.get(f"/admin/desk/imports/{job.pk}/").content.decode()
    for line, sentence in (
        (3, "The rule is one of"),
        (4, "Unknown game"),
        (5, "Only http and https"),
        (6, "Use small letters"),
        (7, "It names neither"),
        (8, "A channel that is watched needs"),
    ):
        assert f'<td class="n">{line}</td><td>{sentence}' in page
    assert set(store.channels()) == {"club-1"}


def test_what_stands_is_changed_by_what_the_row_names_alone(admin, store):
    from webapp.catalog.models import Channel, Game
    from webapp.desk.imports.work import work

    Channel.objects.create(
        channel="club-1",
        rule="watch",
        game=Game.objects.get(slug="pubg"),
        name="Club",
        url=URL.format(1),
        note="kept",
        featured=True,
    )
    bring(admin, "channel,rule\nclub-1,block\n")
    work()
    channel = Channel.objects.get()
    assert (channel.rule, channel.note, channel.featured, channel.name) == (
        "block",
        "kept",
        True,
        "Club",
    )


def test_an_import_that_was_left_goes_on_where_it_was(admin, store, monkeypatch):
    from datetime import timedelta

    from django.utils.timezone import now

    from webapp.catalog.models import Channel
    from webapp.desk.imports import work as import_work
    from webapp.desk.models import ChannelImport

    monkeypatch.setattr(import_work, "ROWS_AT_ONCE", 10)
    _, job = bring(admin, HEAD + "".join(map(row, range(35))))
    assert import_work.work(budget_parts=1) == 10
    assert Channel.objects.count() == 10
    ChannelImport.objects.update(
        worked_at=now()
    )  # as a process that died in the middle of a part leaves it
    assert import_work.work() == 0
    ChannelImport.objects.update(
        worked_at=now() - timedelta(seconds=import_work.ABANDONED_SECONDS + 1)
    )
    assert import_work.work() == 25
    job.refresh_from_db()
    assert (job.state, job.done, job.added, Channel.objects.count()) == ("done", 35, 35, 35)


def test_a_stopped_one_is_left_as_it_is(admin, store):
    from webapp.desk.imports.work import work

    _, job = bring(admin, HEAD + row(1))
    admin.post(f"/admin/desk/imports/{job.pk}/stop/")
    assert work() == 0
    assert admin.get(f"/admin/desk/imports/{job.pk}/?part=progress").json()["state"] == "stopped"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a,b\n1,2\n", "The first line names columns"),
        ("", "The first line names columns"),
        (HEAD, "holds no row"),
        (b"\xff\xfe\x00", "not text in UTF-8"),
        ('channel,url\n"a', "not CSV"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(admin, text, sentence):
    page, job = bring(admin, text)
    assert sentence in page
    assert job is None


def test_what_is_exported_can_be_imported_again(admin, store):
    from webapp.catalog.models import Channel, Game
    from webapp.desk.imports.work import work

    Channel.objects.create(
        channel="club-1",
        rule="watch",
        game=Game.objects.get(slug="pubg"),
        name="=Club",
        url=URL.format(1),
        note="-x",
        featured=True,
        picture_scale=0.5,
    )
    exported = admin.get("/admin/catalog/channel/export/?rule__exact=watch").content.decode()
    told = next(csv.DictReader(io.StringIO(exported)))
    assert told["name"] == "'=Club"
    before = Channel.objects.values().get()
    Channel.objects.all().delete()
    bring(admin, exported)
    work()
    after = Channel.objects.values().get()
    for unlike in ("id", "created_at", "changed_at"):
        del before[unlike], after[unlike]
    assert after == before


def test_the_export_keeps_to_the_lists_filters(admin, store):
    from webapp.catalog.models import Channel

    for number, rule in enumerate(("block", "allow", "block")):
        Channel.objects.create(channel=f"club-{number}", rule=rule)
    names = [
        line.split(",")[0]
        for line in admin.get("/admin/catalog/channel/export/?rule__exact=block&q=club-2")
        .content.decode()
        .splitlines()[1:]
    ]
    assert names == ["club-2"]
