"""Does the desk tell ages, and ask workers, by Redis' clock when that of its machine is wrong?"""

import re
import time
from pathlib import Path

import pytest

from scoreboard.health import Worker
from tests.webapp.desk.test_desk_pages import go_live

WEBAPP = Path(__file__).parents[4] / "webapp"
MAY_ASK_THE_MACHINE = {"store/clock.py", "desk/doctor/machine.py"}


@pytest.fixture(params=[3600, -3600])
def wrong_clock(request, admin, store, monkeypatch):
    """One stream in play and one worker; then the machine's clock is set."""
    go_live(store, "one")
    store.put_worker("capture@one", Worker("0.1.0", time.time(), "capture"))
    right = time.time
    monkeypatch.setattr(time, "time", lambda: right() + request.param)


@pytest.mark.usefixtures("wrong_clock")
def test_ages(admin):
    live = admin.get("/admin/desk/live/?part=rows").content.decode()
    assert re.search(r'<td class="n alive"[^>]*>40<small>[3-9] s ago</small></td>', live)
    health = admin.get("/admin/desk/health/?part=rows").content.decode()
    assert "<b>1</b> worker" in health
    assert "No capture worker" not in health


@pytest.mark.usefixtures("wrong_clock")
def test_the_channel_list(admin):
    from webapp.catalog.models import Channel

    Channel.objects.create(channel="one", rule="allow")
    assert "Yes, in play." in admin.get("/admin/catalog/channel/").content.decode()


@pytest.mark.usefixtures("wrong_clock")
def test_what_workers_are_asked(admin, store):
    admin.post("/admin/desk/ask/frame/", {"channel": "one"})
    assert [ask.subject for ask in store.take_asked(store.now())] == ["one"]
    admin.post("/admin/desk/live/act/", {"look": "one"})
    assert store.places({"one": "pubg"})["one"].next_due == pytest.approx(store.now(), abs=5)


def test_only_the_site_s_clock_reads_that_of_the_machine():
    found = {
        str(path.relative_to(WEBAPP))
        for path in WEBAPP.rglob("*.py")
        if re.search(r"\btime\.time\b|datetime\.now\(|timezone\.now\(", path.read_text())
    }
    assert found <= MAY_ASK_THE_MACHINE
