"""What do workers say of a channel that a streamer submitted?"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, cast

import pytest
from streamlink.plugin import Plugin, pluginmatcher
from streamlink.stream.http import HTTPStream

from scoreboard.requests import Ask
from tests.workers.discover.stand_ins import kick as kick_site
from tests.workers.discover.stand_ins import youtube as youtube_site
from workers.capture.camera import Camera
from workers.desk.channels import answer_channel, answer_stream
from workers.discover.kick.client import Client
from workers.discover.kick.kick import Kick
from workers.discover.platforms import LiveStream, Platform, PlatformFailed
from workers.discover.youtube.youtube import YouTube

ARABIC = "@قناة-الألعاب"
LIVE = LiveStream("kick", "ninja", "نينجا", "Solo", "ar", 41, "7", category="PUBG")


@dataclass
class StandIn:
    """A platform that knows some channels, of which some are live."""

    name: str = "kick"
    live: dict[str, LiveStream] = field(default_factory=dict)
    known: dict[str, bool | None] = field(default_factory=dict)
    fault: str = ""

    def by_login(self, logins: list[str], now: float) -> list[LiveStream]:
        if self.fault:
            raise PlatformFailed(self.fault)
        return [self.live[login] for login in logins if login in self.live]

    def exists(self, login: str, now: float) -> bool | None:
        return self.known.get(login, False)


def ask(subject: str) -> Ask:
    return Ask("one", "channel", subject, 0.0)


def told(platform: StandIn, subject: str) -> dict[str, Any] | None:
    return answer_channel([cast("Platform", platform)], ask(subject), 0.0)


def test_a_live_channel_is_told_with_what_it_shows() -> None:
    answer = told(StandIn(live={"ninja": LIVE}), "kick ninja https://kick.com/ninja")
    assert answer is not None
    assert (answer["exists"], answer["live"], answer["name"]) == (True, True, "نينجا")
    assert (answer["category"], answer["viewers"], answer["login"]) == ("PUBG", 41, "ninja")


@pytest.mark.parametrize("known", [True, False, None])
def test_one_that_is_not_live_exists_or_not(known: bool | None) -> None:
    answer = told(StandIn(known={"ninja": known}), "kick ninja https://kick.com/ninja")
    assert answer is not None
    assert (answer["exists"], answer["live"]) == (known, False)


@pytest.mark.parametrize(
    ("platform", "subject"),
    [
        (StandIn("twitch"), "kick ninja https://kick.com/ninja"),
        (StandIn(fault="Kick rate limit reached."), "kick ninja https://kick.com/ninja"),
        (StandIn(), "malformed"),
    ],
)
def test_without_an_api_streamlink_is_left(platform: StandIn, subject: str) -> None:
    assert told(platform, subject) is None


@pluginmatcher(re.compile(r"http://127\.0\.0\.1/(?P<name>\w+)"))
class Site(Plugin):
    """A platform as streamlink's plugins describe them."""

    def _get_streams(self):
        if self.match["name"] == "live":
            return {"720p": HTTPStream(self.session, "http://127.0.0.1/video")}
        if self.match["name"] == "broken":
            raise TimeoutError
        return {}


@pytest.mark.parametrize(
    ("name", "exists", "live"),
    [("live", True, True), ("gone", None, False), ("broken", None, None)],
)
def test_streamlink_tells_live_from_not_live(store, name, exists, live) -> None:
    camera = Camera(store, ["127.0.0.1"])
    camera.plugins.know("site", Site)
    answer = answer_stream(camera, ask(f"site {name} http://127.0.0.1/{name}"))
    assert (answer["exists"], answer["live"]) == (exists, live)
    assert bool(answer["note"]) is (live is not True)


def test_a_malformed_question_is_answered(store) -> None:
    assert answer_stream(Camera(store), ask("x"))["live"] is None


def test_what_no_api_answers_is_handed_on_to_capture(store, monkeypatch) -> None:
    """Captures run where pictures are fetched; the boards' worker waits for no page."""
    from workers import tasks

    monkeypatch.setattr(tasks, "store", lambda: store)
    monkeypatch.setattr(tasks, "platforms", tuple)
    tasks.ask_channel(ask("kick ninja https://kick.com/ninja").to_json())
    assert store.answer("one") is None
    assert store.tasks_waiting("capture") == 1


@pytest.fixture
def platforms(store):
    """Kick and YouTube as they are, before servers that answer as their documentation says."""
    kick, youtube = kick_site.KickStandIn(), youtube_site.YouTubeStandIn()
    kick.streams, kick.offline = [kick_site.row("ninja")], ["asleep"]
    youtube.videos = [youtube_site.video("ninja", "PUBG solo")]
    youtube.handles = {ARABIC: youtube_site.channel_id("ninja"), "@asleep": "UC" + "a" * 22}
    secrets = (kick_site.CLIENT_ID, kick_site.CLIENT_SECRET)
    yield [
        Kick(Client(*secrets, kick.url, f"{kick.url}/oauth/token")),
        YouTube(youtube_site.KEY, store, youtube.url),
    ]
    kick.close()
    youtube.close()


@pytest.mark.parametrize(
    ("subject", "exists", "live", "login"),
    [
        ("kick ninja https://kick.com/ninja", True, True, "ninja"),
        ("kick asleep https://kick.com/asleep", True, False, ""),
        ("kick nobody https://kick.com/nobody", False, False, ""),
        (f"youtube {ARABIC} https://x/", True, True, youtube_site.channel_id("ninja")),
        ("youtube @asleep https://x/", True, False, "UC" + "a" * 22),
        ("youtube @nobody https://x/", False, False, ""),
    ],
)
def test_the_platforms_themselves_tell(platforms, subject, exists, live, login) -> None:
    answer = answer_channel(platforms, ask(subject), 1_796_000_000.0)
    assert answer is not None
    assert (answer["exists"], answer["live"], answer["login"]) == (exists, live, login)
