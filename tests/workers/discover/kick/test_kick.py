"""Is what Kick's public API says found, whatever it answers?"""

import time

import pytest

from tests.workers.discover.stand_ins.kick import (
    CLIENT_ID,
    CLIENT_SECRET,
    RUST,
    KickStandIn,
    row,
    user_id,
)
from workers.discover import api
from workers.discover.kick import kick as kick_module
from workers.discover.kick.client import Client
from workers.discover.kick.kick import Kick
from workers.discover.platforms import LiveStream, PlatformFailed

NOW = 1_800_000_000.0


@pytest.fixture
def site():
    stand_in = KickStandIn()
    yield stand_in
    stand_in.close()


@pytest.fixture
def kick(site):
    return new_kick(site)


def new_kick(site, secret=CLIENT_SECRET):
    return Kick(Client(CLIENT_ID, secret, site.url, site.url + "/oauth/token"))


def live(kick, languages=(), now=NOW):
    category = kick.category_id("PUBG: Battlegrounds", now)
    return [row for page in kick.pages(category, languages, now) for row in page]


def until_it_fails(kick):
    """What comes before the failure, and its sentence."""
    found = []
    try:
        for page in kick.pages("53", (), NOW):
            found += page
    except PlatformFailed as failure:
        return found, str(failure)
    return found, ""


def test_what_a_row_says(site, kick):
    site.streams = [
        row("ann-b", 7, title="top\u202e 10", has_mature_content=True, language_code="pt-BR")
    ]
    assert live(kick) == [
        LiveStream(
            platform="kick",
            login="ann-b",
            name="Ann-B",
            title="top 10",
            language="pt",
            viewers=7,
            category_id="53",
            category="PUBG: Battlegrounds",
            user_id=str(user_id("ann-b")),
            mature=True,
            began_at=1_795_770_000.0,
            page_url="https://kick.com/ann-b",
            player="ann-b",
        )
    ]
    assert live(kick)[0].channel == "kick-ann-b"


def test_pages_are_read_to_the_end_and_sorted_by_viewers(site, kick, monkeypatch):
    monkeypatch.setattr(kick_module, "PAGE_SIZE", 100)
    site.streams = [row(f"s{i}", viewers=i) for i in range(250)]
    site.streams.append(row("elsewhere", 9999, category={"id": RUST["id"], "name": "Rust"}))
    pages = list(kick.pages("53", (), NOW))
    assert [len(page) for page in pages] == [100, 100, 50]
    assert [stream.viewers for page in pages for stream in page] == [*range(249, -1, -1)]
    assert site.asked("/v2/livestreams") == 3


def test_a_list_without_end_is_told(site, kick, monkeypatch):
    monkeypatch.setattr(kick_module, "PAGE_SIZE", 10)
    site.streams = [row(f"s{i}") for i in range(200)]
    found, fault = until_it_fails(kick)
    assert len(found) == 100
    assert fault == "Kick lists more than 100 streams."


def test_nobody_is_live(site, kick):
    assert list(kick.pages("53", (), NOW)) == [[]]


def test_languages_are_compared_without_their_region(site, kick):
    codes = {"ann": "pt-BR", "bob": "en", "cem": "", "dee": "PT"}
    site.streams = [row(slug, language_code=code) for slug, code in codes.items()]
    assert [stream.login for stream in live(kick, ("pt",))] == ["ann", "cem", "dee"]


def test_a_category_is_asked_for_once_and_its_case_does_not_matter(site, kick):
    assert [kick.category_id("pubg: battlegrounds", NOW) for _ in range(2)] == ["53", "53"]
    assert site.asked("/v2/categories") == 1
    with pytest.raises(PlatformFailed, match="Kick has no category named 'PUBG'"):
        kick.category_id("PUBG", NOW)


def test_categories_by_a_part_of_their_name(site, kick):
    assert [category.name for category in kick.categories("ru", NOW)] == ["Rust"]
    assert kick.categories("nothing", NOW) == []


def test_by_login(site, kick):
    site.streams, site.offline = [row("ann"), row("bob")], ["off"]
    found = kick.by_login(["Ann", "off", "nobody", "no such slug!", "bob"], NOW)
    assert [stream.login for stream in found] == ["ann", "bob"]
    kick.by_login(["ann", "off", "nobody"], NOW + 60)
    assert site.asked("/v1/channels") == 1
    kick.by_login(["nobody"], NOW + kick_module.UNKNOWN_SECONDS + 1)
    assert site.asked("/v1/channels") == 2


def test_whether_a_channel_exists(site, kick):
    site.streams, site.offline = [row("ann")], ["off"]
    wanted = ["Ann", "off", "nobody", "no such slug!"]
    assert [kick.exists(slug, NOW) for slug in wanted] == [True, True, False, False]


def test_one_channel_that_does_not_exist_spoils_no_other(site, kick):
    site.refuses_unknown = True
    site.streams = [row(f"s{i}") for i in range(20)]
    wanted = [*(f"s{i}" for i in range(20)), "nobody"]
    assert len(kick.by_login(wanted, NOW)) == 20
    asked = site.asked("/v1/channels")
    assert asked <= 12
    kick.by_login(wanted, NOW)
    assert site.asked("/v1/channels") == asked


@pytest.mark.parametrize("seconds", [600, "600"])
def test_a_token_is_renewed_before_it_ends(site, kick, seconds):
    site.token_seconds = seconds
    live(kick)
    live(kick, now=NOW + 400)
    assert site.asked("/oauth/token") == 1
    live(kick, now=NOW + 550)
    assert site.asked("/oauth/token") == 2


def test_a_token_that_ended_early_is_renewed_once(site, kick):
    live(kick)
    site.tokens.append("revoked")
    live(kick)
    site.fault, site.paths = "401", ("/v2/livestreams",)
    with pytest.raises(PlatformFailed, match=r"Kick returned status 401\."):
        live(kick)
    assert site.asked("/oauth/token") == 3


def test_a_wrong_secret(site):
    with pytest.raises(PlatformFailed, match="rejected the client ID or secret") as raised:
        live(new_kick(site, "wrong-secret"))
    assert "wrong-secret" not in str(raised.value)


@pytest.mark.parametrize(("header", "pause"), [("", 60), ("7", 7), ("99999", 60), ("soon", 60)])
def test_nothing_is_asked_during_a_pause(site, kick, header, pause):
    live(kick)
    site.fault, site.paths, site.headers = "429", ("/v2/livestreams",), {"Retry-After": header}
    with pytest.raises(PlatformFailed, match=f"Kick rate limit reached; retrying in {pause} s"):
        live(kick)
    site.fault, asked = "", len(site.requests)
    with pytest.raises(PlatformFailed, match="retrying in 1 s"):
        live(kick, now=NOW + pause - 1)
    assert len(site.requests) == asked
    assert live(kick, now=NOW + pause) == []


FAULTS = ["403", "500", "404", "huge", "reset", " ", "[]", "{}", '{"data": [1]}', "[" * 100_000]


@pytest.mark.parametrize("fault", FAULTS)
def test_whatever_it_answers(site, kick, fault):
    live(kick)
    site.fault, site.paths = fault, ("/v2/livestreams", "/v1/users/livestreams", "/v1/channels")
    with pytest.raises(PlatformFailed, match=r"^Kick "):
        live(kick)
    site.paths = ("/v1/users/livestreams",)
    site.offline = ["ann"]
    with pytest.raises(PlatformFailed, match=r"^Kick "):
        kick.by_login(["ann"], NOW)


def test_a_fault_on_a_later_page_leaves_the_first(site, kick, monkeypatch):
    monkeypatch.setattr(kick_module, "PAGE_SIZE", 2)
    site.streams = [row("ann"), row("bob"), row("cem", None), row("", 5)]
    found, fault = until_it_fails(kick)
    assert [stream.login for stream in found] == ["ann", "bob"]
    assert fault == "Kick returned no valid stream."


def test_a_slow_answer_ends_in_time(site, kick, monkeypatch):
    monkeypatch.setattr(api, "ANSWER_SECONDS", 0.4)
    live(kick)
    site.fault, began = "slow", time.monotonic()
    with pytest.raises(PlatformFailed, match=r"Kick did not respond in time\."):
        live(kick)
    assert time.monotonic() - began < 2


def test_unreachable(site):
    kick = new_kick(site)
    site.close()
    with pytest.raises(PlatformFailed, match=r"Kick is unreachable: .*refused"):
        live(kick)
