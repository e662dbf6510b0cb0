"""Do admins, the doctor and monitoring learn how each platform is doing?"""

import json
import re
import time

import pytest

from scoreboard.health import PlatformState
from tests.webapp.desk.test_doctor import found, well

__all__ = ["well"]
pytestmark = pytest.mark.usefixtures("db")
FAULT = "Kick returned status 500."


def three(store, **changes):
    now = time.time()
    states = {
        "twitch": PlatformState("Twitch", now, 797, "requests", 12),
        "kick": PlatformState("Kick", now, None, "requests", 3, FAULT, {"pubg": FAULT}),
        "youtube": PlatformState("YouTube", now, 4211, "units", 5),
    }
    store.put_platforms({**states, **changes})


def rows(admin):
    page = admin.get("/admin/desk/health/").content.decode()
    table = page[page.index("<h2>Platforms</h2>") :]
    body = table[: table.index("</table>")]
    return [
        re.sub(r"\d+ s ago", "just now", " ".join(re.sub(r"<[^>]+>", " ", row).split()))
        for row in re.findall(r"<tr>(.*?)</tr>", body.replace("</thead>", ""))[1:]
    ]


def test_health_tells_state_quota_and_fault_of_each(admin, store):
    three(store)
    assert rows(admin) == [
        "Twitch 12 797 requests just now",
        "Kick 3 – just now",
        FAULT,
        "YouTube 5 4211 units just now",
    ]


def test_health_says_which_are_not_configured(admin, store):
    store.put_platforms({"kick": PlatformState("Kick", time.time())})
    assert rows(admin) == ["Twitch not configured", "Kick 0 – just now", "YouTube not configured"]


def test_a_worker_that_knows_twitch_alone_is_understood(admin, store):
    left = {"questions": 700, "at": time.time()}
    store.redis.set("twitch-left", json.dumps(left))
    assert rows(admin)[0] == "Twitch 0 700 requests just now"


def test_an_older_site_still_reads_twitchs_quota(store):
    three(store)
    assert json.loads(store.redis.get("twitch-left"))["questions"] == 797
    store.put_platforms({"kick": PlatformState("Kick", 1.0)})
    assert store.redis.get("twitch-left") is None


def test_metrics_per_platform(client, store):
    three(store)
    text = client.get("/metrics").content.decode()
    for line in (
        'rotisserie_platform_up{platform="twitch"} 1.0',
        'rotisserie_platform_up{platform="kick"} 0.0',
        'rotisserie_platform_quota_left{platform="youtube",unit="units"} 4211.0',
        'rotisserie_platform_streams{platform="kick"} 3.0',
    ):
        assert f"\n{line}\n" in text
    assert 'quota_left{platform="kick"' not in text


def test_the_doctor_tells_each(well):
    well.put_platforms(
        {
            "twitch": PlatformState("Twitch", time.time(), 797),
            "kick": PlatformState("Kick", time.time()),
        }
    )
    status, sentence = found("platforms")
    assert status == "ok"
    assert sentence == "Kick responds. Twitch responds; 797 requests left."


def test_the_doctor_warns_of_one_that_nobody_asks_any_more(well):
    well.put_platforms({"kick": PlatformState("Kick", time.time() - 1200)})
    assert found("platforms") == ("warning", "Kick was last asked 20 minutes ago.")


@pytest.mark.parametrize(
    ("channel", "sentence"),
    [
        ("kick-ann", f"Not looked for: {FAULT}"),
        ("twitch-ann", "Offline, or live in another category."),
        ("youtube-ucx", "Not looked for: YouTube credentials are not configured."),
        ("mine", "Not watched: only Twitch, Kick and YouTube channels can be allowed."),
    ],
)
def test_why_an_allowed_channel_is_absent_depends_on_its_platform(store, channel, sentence):
    from webapp.catalog.channels.absences import absences
    from webapp.catalog.models import Channel, Game

    three(store)
    store.redis.hdel("platforms", "youtube")
    store.end_discovering("1")
    allowed = Channel(channel=channel, rule="allow", game=Game.objects.get(slug="pubg"))
    allowed.changed_at = None
    assert absences([allowed], time.time())[0].startswith(sentence)


def test_a_game_that_a_platform_is_not_asked_for(store):
    from webapp.catalog.channels.absences import absences
    from webapp.catalog.models import Channel, Game

    three(store)
    store.end_discovering("1")
    game = Game(slug="pubg", name="PUBG", twitch_category="P", kick_category="")
    allowed = Channel(channel="kick-ann", rule="allow", game=game)
    assert absences([allowed], time.time()) == ["Not looked for: PUBG has no Kick category."]
