"""What does a browser test need: a site of its own, a stream that plays, a real Chromium?"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from scoreboard.games import known_games
from scoreboard.store import Store
from tests.browser.rig.board import Board
from tests.browser.rig.line import Line
from tests.browser.rig.match import Matches
from tests.browser.rig.players.stand_in import PlayerStandIn, serve_player
from tests.browser.rig.twitch.stand_in import TwitchStandIn, serve_twitch
from tests.browser.rig.video import cut_apart, cut_heavy, cut_stream, served
from tests.conftest import free_port, need, wait_until_answers
from tests.migrated import migrated

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
expect.set_options(timeout=15_000)


class Site:
    """A web process that can be ended and started again on the same port."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        self.port = free_port()
        self.url = f"http://localhost:{self.port}/"
        self.start()

    def start(self) -> None:
        command = [
            sys.executable,
            "-m",
            "uvicorn",
            "webapp.asgi:application",
            "--port",
            str(self.port),
        ]
        self.process = subprocess.Popen(
            command, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT
        )
        wait_until_answers(self.port, 60)

    def end(self) -> None:
        self.process.terminate()
        self.process.wait(10)


# These end with the folder: a site that ran on would publish into the Redis of other tests, and Playwright's event loop
# would keep Django from its database.
@pytest.fixture(scope="package")
def video_port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    folder: Path = tmp_path_factory.mktemp("video")
    cut_stream(folder)
    cut_apart(folder)
    cut_heavy(folder)
    with served(folder) as port:
        yield port


@pytest.fixture(scope="package")
def stand_in() -> Iterator[TwitchStandIn]:
    with serve_twitch() as serving:
        yield serving


@pytest.fixture
def twitch(stand_in: TwitchStandIn) -> TwitchStandIn:
    stand_in.forget()
    return stand_in


@pytest.fixture(scope="package")
def kick_player() -> Iterator[PlayerStandIn]:
    with serve_player("kick") as serving:
        yield serving


@pytest.fixture(scope="package")
def youtube_player() -> Iterator[PlayerStandIn]:
    with serve_player("youtube") as serving:
        yield serving


@pytest.fixture
def kick(kick_player: PlayerStandIn) -> PlayerStandIn:
    kick_player.forget()
    return kick_player


@pytest.fixture
def youtube(youtube_player: PlayerStandIn) -> PlayerStandIn:
    youtube_player.forget()
    return youtube_player


@pytest.fixture(scope="package")
def site(
    redis_url: str,
    video_port: int,
    stand_in: TwitchStandIn,
    kick_player: PlayerStandIn,
    youtube_player: PlayerStandIn,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Site]:
    database = tmp_path_factory.mktemp("database") / "site.sqlite3"
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.browser.rig.site_settings",
        "TWITCH_STAND_IN": stand_in.url,
        "KICK_STAND_IN": kick_player.url,
        "YOUTUBE_STAND_IN": youtube_player.url,
        "REDIS_URL": redis_url,
        "SECRET_KEY": "for tests",
        "DATABASE_URL": f"sqlite:///{database}",
        "ALLOWED_HOSTS": "localhost",
        "ALLOWED_STREAM_HOSTS": f"127.0.0.1:{video_port}",
    }
    migrated(database)
    running = Site(environment)
    yield running
    running.end()


@pytest.fixture
def line(site: Site) -> Iterator[Line]:
    """Between the page and the site."""
    between = Line(site.port)
    yield between
    between.close()


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    path = need("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def matches(store: Store, video_port: int) -> Matches:
    store.publish_catalog(known_games().values(), [], "1")
    store.end_discovering("1")
    return Matches(store, video_port)


@pytest.fixture
def board(store: Store, video_port: int) -> Board:
    store.publish_catalog(known_games().values(), [], "1")
    return Board(store, video_port)


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page that must not complain: no error in its scripts, nothing refused by its policy."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on(
        "console",
        lambda said: complaints.append(said.text) if "Content Security" in said.text else None,
    )
    yield opened
    context.close()
    assert not complaints
