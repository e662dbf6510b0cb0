"""Does a table of channels come in whole, with progress, and go on after a restart?"""

from __future__ import annotations

import csv
import io
import re

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
        (3, "The rule must be one of"),
        (4, "Unknown game"),
        (5, "Only http and https"),
        (6, "No live or known channel is called"),
        (7, "Give a channel or a URL"),
        (8, "A watched channel needs its game"),
    ):
        assert re.search(rf'<td class="n">{line}</td><td>[^<]*</td><td>{sentence}', page), line
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
        ("a,b\n1,2\n", "The first line must name columns"),
        ("", "The first line must name columns"),
        (HEAD, "has no rows"),
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


AS_WRITTEN = [
    pytest.param(lambda text: text.replace(",", ";").encode(), id="semicolons"),
    pytest.param(lambda text: text.replace(",", "\t").encode(), id="tabs"),
    pytest.param(lambda text: b"\xef\xbb\xbf" + text.encode(), id="utf-8 with a mark"),
    pytest.param(lambda text: text.encode("utf-16"), id="utf-16"),
    pytest.param(lambda text: text.encode("utf-16-be"), id="utf-16 without a mark"),
    pytest.param(lambda text: text.replace("\n", "\r\n").encode("utf-16-le"), id="utf-16-le"),
    pytest.param(lambda text: text.replace("\n", "\r").encode(), id="old line ends"),
    pytest.param(lambda text: ("sep=;\n" + text.replace(",", ";")).encode(), id="sep="),
    pytest.param(lambda text: text.replace("channel", '"Channel "').encode(), id="quoted head"),
]


@pytest.mark.parametrize("written", AS_WRITTEN)
def test_tables_as_spreadsheets_write_them(admin, store, written):
    from webapp.desk.imports.work import work

    text = HEAD + "club-1,watch,PUBG: battlegrounds,Clüb 1," + URL.format(1) + "\n" + row(2)
    _, job = bring(admin, written(text))
    work()
    job.refresh_from_db()
    assert (job.added, job.refused_count) == (2, 0)
    assert store.channels()["club-1"].name == "Clüb 1"


def test_a_list_of_names_one_a_line(admin, store):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from webapp.desk.imports.work import work
    from webapp.desk.models import ChannelImport

    names = "Some_One\n\n@two\ntwitch.tv/three\nhttps://www.twitch.tv/four?x=1\nNo Such Name\n"
    told = {"table": SimpleUploadedFile("a.txt", names.encode()), "rule": "block"}
    admin.post("/admin/desk/imports/", told)
    work()
    assert {name: rule.rule for name, rule in store.channels().items()} == {
        f"twitch-{name}": "block" for name in ("some_one", "two", "three", "four")
    }
    (refused,) = ChannelImport.objects.get().refused_rows.all()
    assert (refused.line, refused.cells["channel"]) == (6, "No Such Name")


def test_a_name_on_the_board_is_enough_in_a_table(admin, store):
    from scoreboard.models import Stream
    from webapp.desk.imports.work import work

    page = "https://www.twitch.tv/quietfalcon_live"
    live = Stream("twitch-quietfalcon_live", "pubg", "静かな鷹", page, page_url=page)
    store.put_streams([live], {live.channel: 0.0})
    bring(admin, "channel,rule\n静かな鷹,block\n")
    work(store)
    assert store.channels()["twitch-quietfalcon_live"].rule == "block"
    assert store.streams() == {}


def test_refused_rows_are_downloaded_with_their_reason_and_come_in_corrected(admin, store):
    from webapp.desk.imports.work import work

    text = HEAD + row(1) + row(2, "dance") + "club-3,watch,chess,=Club," + URL.format(3) + "\n"
    _, job = bring(admin, text)
    work()
    page = admin.get(f"/admin/desk/imports/{job.pk}/").content.decode()
    assert f"/admin/desk/imports/{job.pk}/refused.csv" in page
    answer = admin.get(f"/admin/desk/imports/{job.pk}/refused.csv")
    assert "refused.csv" in answer["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert [(each["line"], each["channel"], each["name"]) for each in rows] == [
        ("3", "club-2", "Club 2"),
        ("4", "club-3", "'=Club"),
    ]
    assert rows[0]["reason"].startswith("The rule must be one of")
    bring(admin, answer.content.decode().replace("dance", "watch").replace("chess", "apex"))
    work()
    assert {name: each.name for name, each in store.channels().items()} == {
        "club-1": "Club 1",
        "club-2": "Club 2",
        "club-3": "=Club",
    }


def test_thousands_of_refused_rows_are_all_kept(admin, store):
    from webapp.desk.imports.work import work

    _, job = bring(admin, "channel,rule\n" + "a b,block\n" * 700)
    while work():
        pass
    job.refresh_from_db()
    assert job.refused_count == job.refused_rows.count() == 700
    lines = admin.get(f"/admin/desk/imports/{job.pk}/refused.csv").content.decode().splitlines()
    assert len(lines) == 701
    assert (
        "The first 200 of 700 are shown"
        in admin.get(f"/admin/desk/imports/{job.pk}/").content.decode()
    )


def test_an_import_that_an_earlier_version_ended_still_opens(admin, store):
    from webapp.desk.models import ChannelImport

    job = ChannelImport.objects.create(
        file_name="a.csv", rows=[], total=1, done=1, refused=[[2, "No."]], refused_count=1
    )
    assert "No." in admin.get(f"/admin/desk/imports/{job.pk}/").content.decode()
    csv_text = admin.get(f"/admin/desk/imports/{job.pk}/refused.csv").content.decode()
    assert csv_text.splitlines()[1] == "2,No."


@pytest.mark.parametrize("packed", [b"channel\x00,url\n", b"\xfe\xff\x00", b"\xd8\xd8"])
def test_what_is_no_text_is_refused(admin, packed):
    page, job = bring(admin, packed)
    assert "not text in UTF-8 or UTF-16" in page
    assert job is None


def test_an_import_that_fails_holds_up_nothing_else(site, store, monkeypatch):
    from webapp.desk import upkeep

    done = []
    monkeypatch.setattr(upkeep, "work", lambda _: 1 / 0)
    monkeypatch.setattr(upkeep, "take_in", lambda _: done.append("taken in"))
    monkeypatch.setattr(upkeep, "write_sample", lambda *_: done.append("sampled"))
    with pytest.raises(ZeroDivisionError):
        upkeep.upkeep()
    assert done == ["taken in", "sampled"]
