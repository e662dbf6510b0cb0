"""Are Twitch, Kick and YouTube found at once, and is one that fails nobody else's trouble?

Against servers on localhost that answer as each documentation says.
"""

from __future__ import annotations

import json
import socket
import time
from contextlib import suppress

import pytest

from scoreboard.models import Channel, Game
from tests.workers.discover.conftest import new_helix
from tests.workers.discover.helix_stand_in import HelixStandIn
from tests.workers.discover.helix_stand_in import row as twitch_row
from tests.workers.discover.stand_ins import kick as kick_site
from tests.workers.discover.stand_ins import youtube as youtube_site
from workers.discover import api
from workers.discover.asking import STANDS_SECONDS
from workers.discover.kick.client import Client
from workers.discover.kick.kick import Kick
from workers.discover.streams import discover
from workers.discover.twitch import helix as helix_module
from workers.discover.twitch.twitch import Twitch
from workers.discover.youtube.youtube import YouTube

NOW = 1_795_770_000.0
SOON = 120.0
"""When YouTube is asked again: its quota lasts for the day."""
NAMES = ("twitch", "kick", "youtube")
PUBG = Game(
    "pubg",
    "PUBG",
    twitch_category="PUBG: BATTLEGROUNDS",
    stream_limit=150,
    languages=("en",),
    categories={"kick": "PUBG: Battlegrounds", "youtube": "PUBG"},
)
LOGINS = [f"streamer{number}" for number in range(12)]
EMPTY = {
    "twitch": '{"data": []}',
    "kick": '{"data": [], "message": "OK"}',
    "youtube": '{"items": []}',
}


class Sites:
    """The three servers, and the platforms that ask them."""

    def __init__(self, store) -> None:
        self.twitch, self.kick = HelixStandIn(), kick_site.KickStandIn()
        self.youtube = youtube_site.YouTubeStandIn()
        self.twitch.streams = [twitch_row(login) for login in LOGINS]
        self.kick.streams = [kick_site.row(login) for login in LOGINS]
        self.youtube.videos = [youtube_site.video(login, "PUBG solo") for login in LOGINS]
        secrets = (kick_site.CLIENT_ID, kick_site.CLIENT_SECRET)
        self.platforms = [
            Twitch(new_helix(self.twitch)),
            Kick(Client(*secrets, self.kick.url, self.kick.url + "/oauth/token")),
            YouTube(youtube_site.KEY, store, self.youtube.url),
        ]

        self._connections = {name: _kept(getattr(self, name)) for name in NAMES}

    def kill(self, name: str) -> None:
        """Its connections, too: a server's threads outlive it."""
        getattr(self, name).close()
        for connection in self._connections[name]:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        for name in NAMES:
            with suppress(OSError):
                getattr(self, name).close()


def _kept(site) -> list[socket.socket]:
    """The connections that its server will accept."""
    found, accept = [], site._server.get_request

    def accepting():
        connection, address = accept()
        found.append(connection)
        return connection, address

    site._server.get_request = accepting
    return found


@pytest.fixture
def sites(store):
    made = Sites(store)
    store.publish_catalog([PUBG], [], "1")
    yield made
    made.close()


def counted(store):
    found = [channel.partition("-")[0] for channel in store.streams()]
    return {name: found.count(name) for name in NAMES}


def test_all_three_are_found_at_once(store, sites):
    discover(store, sites.platforms, NOW)
    assert counted(store) == dict.fromkeys(NAMES, len(LOGINS))
    assert store.faults() == {}
    twitch, kick = store.stream("twitch-streamer3"), store.stream("kick-streamer3")
    assert (twitch.player, twitch.url) == ("streamer3", "https://www.twitch.tv/streamer3")
    assert (kick.player, kick.url) == ("streamer3", "https://kick.com/streamer3")
    youtube = store.stream(f"youtube-{youtube_site.channel_id('streamer3').lower()}")
    assert youtube.player == youtube_site.video_id("streamer3")
    assert youtube.url.endswith(youtube.player)
    states = store.platforms()
    assert states["twitch"].quota_left == 797
    assert (states["youtube"].quota_left, states["youtube"].quota_unit) == (9899, "units")
    assert [states[name].found for name in NAMES] == [12, 12, 12]


@pytest.mark.parametrize("fault", ["401", "403", "429", "500", "slow", "<html>", "{}", "empty"])
@pytest.mark.parametrize("name", NAMES)
def test_one_that_fails_changes_nothing_of_the_others(store, sites, name, fault, monkeypatch):
    monkeypatch.setattr(api, "ANSWER_SECONDS", 0.5)
    monkeypatch.setattr(helix_module, "_ANSWER_SECONDS", 0.5)
    discover(store, sites.platforms, NOW)
    before = store.streams()
    getattr(sites, name).fault = EMPTY[name] if fault == "empty" else fault
    began = time.monotonic()
    discover(store, sites.platforms, NOW + SOON)
    assert time.monotonic() - began < 3
    assert counted(store) == dict.fromkeys(NAMES, len(LOGINS))
    for channel, stream in store.streams().items():
        is_old = stream.found_at == before[channel].found_at
        assert is_old is channel.startswith(name), channel
    states = store.platforms()
    assert {other for other in NAMES if states[other].fault} == {name}
    assert states[name].fault.startswith(states[name].label)


@pytest.mark.parametrize("name", NAMES)
def test_one_that_is_killed_ages_out_and_the_others_go_on(store, sites, name):
    discover(store, sites.platforms, NOW)
    sites.kill(name)
    for later in (SOON, STANDS_SECONDS):
        discover(store, sites.platforms, NOW + later)
        assert counted(store) == dict.fromkeys(NAMES, len(LOGINS))
    discover(store, sites.platforms, NOW + STANDS_SECONDS + SOON)
    assert counted(store) == {**dict.fromkeys(NAMES, len(LOGINS)), name: 0}
    assert {other for other in NAMES if store.platforms()[other].fault} == {name}


def test_youtubes_quota_that_is_used_up_is_told_and_the_others_go_on(store, sites):
    discover(store, sites.platforms, NOW)
    sites.youtube.refusal = (403, youtube_site.error(403, "quotaExceeded"))
    discover(store, sites.platforms, NOW + SOON)
    states = store.platforms()
    assert "quota" in states["youtube"].fault
    assert states["twitch"].fault == states["kick"].fault == ""
    assert counted(store)["youtube"] == len(LOGINS)


def test_a_token_that_ended_is_renewed_on_both(store, sites):
    discover(store, sites.platforms, NOW)
    sites.twitch.revoke()
    sites.kick.tokens.append("another")
    discover(store, sites.platforms, NOW + SOON)
    assert store.faults() == {}
    assert {stream.found_at for stream in store.streams().values()} == {NOW + SOON}


def test_hundreds_come_page_by_page_up_to_the_limit_of_each(store, sites):
    game = json.loads(PUBG.to_json()) | {"limits": {"kick": 130}}
    store.publish_catalog([Game.from_dict(game)], [], "2")
    sites.twitch.streams = [twitch_row(f"t{number}") for number in range(400)]
    sites.kick.streams = [kick_site.row(f"k{number}") for number in range(1200)]
    discover(store, sites.platforms, NOW)
    assert counted(store) == {"twitch": 150, "kick": 130, "youtube": 12}


def test_a_youtube_channel_that_an_admin_featured_while_it_was_live_is_found_by_its_id(
    store, sites
):
    """Of a broadcast whose words name no game: only the channel's page keeps the case of its ID."""
    from webapp.catalog.channels.channel_page import channel_page

    discover(store, sites.platforms, NOW)
    login = youtube_site.channel_id("streamer3")
    stream = store.stream(f"youtube-{login.lower()}")
    rule = Channel(stream.channel, "allow", "pubg", url=channel_page(stream), featured=True)
    store.publish_catalog([PUBG], [rule], "2")
    sites.youtube.videos = [youtube_site.video("streamer3", "Just chilling")]
    store.redis.flushdb()
    store.publish_catalog([PUBG], [rule], "2")
    discover(store, sites.platforms, NOW + 3600)
    assert store.stream(stream.channel).title == "Just chilling"
    assert store.stream(stream.channel).featured
