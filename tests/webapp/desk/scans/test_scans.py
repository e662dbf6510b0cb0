"""How does an admin try a profile on a recording: what is ordered, what is refused, and what is shown of it?"""

from __future__ import annotations

import json
import time

import pytest

from scoreboard.health import Worker
from scoreboard.scans.scan import MAX_OPEN_SCANS, ScanFrame, ScanProgress
from scoreboard.taught.profile import REGION
from tests.webapp.conftest import ALLOWED_STREAM_HOST
from tests.workers.read.taught.test_taught import profile

VOD = f"http://{ALLOWED_STREAM_HOST}/vod.mp4"


@pytest.fixture
def pubg(db):
    from webapp.catalog.models import Game

    game = Game.objects.get(slug="pubg")
    yield game
    game.taught_versions.all().delete()


def order(admin, game, address=VOD, version="none"):
    return admin.post(
        f"/admin/catalog/game/{game.pk}/scans/", {"address": address, "version": str(version)}
    )


def shown(client, game, part="?part=rows"):
    return client.get(f"/admin/catalog/game/{game.pk}/scans/{part}").content.decode()


def the(store):
    (scan,) = store.scans()
    return scan


def told(store, scan, **progress):
    """What a worker says of it."""
    assert store.take_scan(scan.order.want, "w")
    assert store.tell_scan(scan.order, "w", ScanProgress(1, **progress))


def test_a_profile_that_is_not_in_use_is_tried(admin, pubg, store):
    from webapp.catalog.taught import save_taught

    version, _ = save_taught(pubg, profile(), "taught from 6 frames", "ada")
    page = shown(admin, pubg, f"?version={version.pk}")
    assert f'<option value="{version.pk}" selected>Taught profile from' in page
    assert order(admin, pubg, VOD + "?token=secret", version.pk).status_code == 302
    scan = the(store)
    assert scan.order.game.taught == profile().digest
    assert REGION in scan.order.game.regions
    assert scan.order.address == VOD + "?token=secret"
    assert store.scan_profile(scan.order.id) == profile()
    assert store.scans_wanted() == ["report"]
    page = shown(admin, pubg)
    assert "127.0.0.1/vod.mp4" in page
    assert "not in use" in page
    assert "secret" not in page
    assert not store.taught_profile("pubg")


def test_how_far_it_is_and_what_it_found(admin, pubg, store):
    order(admin, pubg)
    assert "no scan worker is running" in shown(admin, pubg)
    store.put_worker("scan@one", Worker("0.2.0", time.time(), "scan"))
    assert "Waiting for a worker." in shown(admin, pubg)
    order(admin, pubg, VOD + "2")
    assert "Waiting: 1 before it." in shown(admin, pubg)
    store.stop_scan(store.scans()[0].order)
    scan = store.scans()[1]
    told(store, scan, at=60.0, seconds=240.0, matches=1, left_seconds=12.0)
    page = shown(admin, pubg)
    assert "1:00 of 4:00, 0:12 left, 1 match so far." in page
    assert '<progress max="100" value="25"' in page
    store.put_scan_report(scan.order.id, "<!doctype html><title>a</title><script>alert(1)</script>")
    done = ScanProgress(1, outcome="done", sentence="1 match found. <b>", has_report=True)
    assert store.tell_scan(scan.order, "w", done)
    page = shown(admin, pubg)
    assert "1 match found. &lt;b&gt;" in page
    report = admin.get(f"/admin/catalog/game/{pubg.pk}/scans/{scan.order.id}/report/")
    policy = report["Content-Security-Policy"]
    assert policy.startswith("sandbox; default-src 'none'; ")
    assert "script-src" not in policy
    assert report["X-Content-Type-Options"] == "nosniff"
    assert report.content.startswith(b"<!doctype html>")
    store.bulk.delete(f"scan-report:{scan.order.id}")
    gone = admin.get(f"/admin/catalog/game/{pubg.pk}/scans/{scan.order.id}/report/")
    assert (gone.status_code, gone.content) == (404, b"The report has expired.")


def test_what_has_not_changed_is_sent_as_it_was(admin, pubg, store):
    """The page leaves it alone then: a button that is being pressed, what is read aloud."""
    order(admin, pubg)
    rows = shown(admin, pubg)
    assert "Stop</button>" in rows
    assert shown(admin, pubg) == rows
    assert 'aria-live="off"' not in rows
    told(store, the(store), at=1.0)
    assert 'aria-live="off"' in shown(admin, pubg), "not each second of it is read aloud"


def test_it_is_stopped(admin, pubg, store):
    order(admin, pubg)
    path = f"/admin/catalog/game/{pubg.pk}/scans/{the(store).order.id}/stop/"
    assert admin.post(path).status_code == 302
    assert "Stopped." in shown(admin, pubg)
    assert store.scans_wanted() == []


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("", "Enter the address of a recording."),
        ("vod.mp4", "Only http and https URLs are supported"),
        ("file:///etc/passwd", "Only http and https URLs are supported"),
        ("http://10.0.0.1/vod.mp4", "private address"),
        ("http://a:b@example.org/vod.mp4", "user name or a password"),
        ("http://example.org/" + "a" * 2000, "the limit is 2,000"),
    ],
)
def test_an_address_that_is_refused(admin, pubg, store, address, sentence):
    answer = order(admin, pubg, address)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert store.scans() == []


def test_one_of_an_address_at_a_time_and_no_endless_queue(admin, pubg, store):
    order(admin, pubg)
    assert "already" in order(admin, pubg).content.decode()
    for number in range(MAX_OPEN_SCANS - 1):
        assert order(admin, pubg, f"{VOD}?{number}").status_code == 302
    assert "are waiting already" in order(admin, pubg, VOD + "?more").content.decode()
    assert len(store.scans()) == MAX_OPEN_SCANS


@pytest.mark.parametrize("version", ["", "abc", "999999", "１"])
def test_a_version_that_there_is_not(admin, pubg, store, version):
    assert "Choose what to read with." in order(admin, pubg, version=version).content.decode()


def frames(admin, game, **fields):
    answer = admin.post(
        f"/admin/catalog/game/{game.pk}/scans/frames/", {"address": VOD, "count": "8", **fields}
    )
    return answer.status_code, json.loads(answer.content)


def test_frames_are_ordered_and_told_as_they_come(admin, pubg, store):
    status, said = frames(admin, pubg, count="4", times="")
    assert status == 200
    scan = the(store)
    assert (scan.order.want, scan.order.count, scan.order.times) == ("frames", 4, ())
    told(store, scan, at=30.0, seconds=3600.0, frames=(ScanFrame("f-0", 30.0),))
    path = f"/admin/catalog/game/{pubg.pk}/scans/{said['scan']}/"
    assert admin.get(path).json() == {
        "scan": said["scan"],
        "state": "running",
        "sentence": "1 frame so far, 0:30 of 1:00:00.",
        "recording": "127.0.0.1/vod.mp4",
        "frames": [{"frame": "f-0", "at": "0:30"}],
    }
    assert admin.post(path + "stop/").json() == {}
    assert admin.get(path).json()["state"] == "stopped"
    assert "None yet." in shown(admin, pubg), "the list is of reports alone"


def test_frames_that_were_left_do_not_stand_in_the_way(admin, pubg, store):
    """Their page was closed, and no list shows them."""
    from django.contrib.auth.models import User

    assert frames(admin, pubg)[0] == 200
    left = the(store).order.id
    status, said = frames(admin, pubg)
    assert status == 200
    assert store.scan(left).state == "stopped"
    assert store.scan(said["scan"]).state == "waiting"
    admin.force_login(User.objects.create_superuser("other"))
    assert frames(admin, pubg)[0] == 200, "another admin, of the same address"
    assert store.scan(said["scan"]).state == "waiting"


@pytest.mark.parametrize(
    ("times", "seconds"),
    [("90, 12:30 1:02:03", (90.0, 750.0, 3723.0)), ("0:05;75:00", (5.0, 4500.0))],
)
def test_frames_at_given_times(admin, pubg, store, times, seconds):
    assert frames(admin, pubg, times=times)[0] == 200
    assert the(store).order.times == seconds


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"times": "1:99"}, "'1:99' is not a time such as 1:02:03, 12:30 or 90."),
        ({"times": "-5"}, "'-5' is not a time"),
        ({"times": "１"}, "is not a time"),
        ({"times": "1 " * 200}, "Too many times."),
        ({"times": " ".join(map(str, range(13)))}, "At most 12 frames can be taken"),
        ({"count": "0"}, "Enter how many frames are to be taken."),
        ({"count": "x"}, "Enter how many frames are to be taken."),
        ({"address": "http://10.0.0.1/"}, "private address"),
    ],
)
def test_frames_that_are_refused(admin, pubg, store, fields, sentence):
    status, said = frames(admin, pubg, **fields)
    assert (status, store.scans()) == (400, [])
    assert sentence in said["fault"]


def test_a_viewer_sees_and_orders_nothing(client, pubg, store):
    from django.contrib.auth.models import Group, User

    viewer = User.objects.create_user("viewer", is_staff=True)
    viewer.groups.add(Group.objects.get(name="Viewer"))
    client.force_login(viewer)
    assert "Scan</button>" not in shown(client, pubg, "")
    assert order(client, pubg).status_code == 403
    path = f"/admin/catalog/game/{pubg.pk}/scans/"
    assert client.post(path + "frames/", {"address": VOD}).status_code == 403
    assert client.post(path + "x/stop/").status_code == 403


def test_a_scan_of_another_game_is_not_found(admin, pubg, store):
    from webapp.catalog.models import Game

    order(admin, pubg)
    other, scan = Game.objects.get(slug="apex"), the(store).order.id
    path = f"/admin/catalog/game/{other.pk}/scans/{scan}/"
    assert admin.get(path).status_code == 404
    assert admin.get(path + "report/").status_code == 404
    assert admin.post(path + "stop/").status_code == 404
    assert "None yet." in shown(admin, other)


def test_a_game_that_nothing_reads(admin, store):
    from webapp.catalog.models import Game

    game = Game.objects.create(slug="bare", name="Bare")
    page = shown(admin, game, "")
    assert "Nothing reads Bare yet" in page
    assert "Scan</button>" not in page
