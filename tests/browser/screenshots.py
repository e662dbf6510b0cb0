"""What does the site look like? Takes the pictures in docs/screenshots: python -m tests.browser.screenshots ARENA_URL

The streams are the arena's; each is shown with what the arena says of it.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from PIL import Image
from playwright.sync_api import Browser, sync_playwright
from redis import Redis

from scoreboard.games import known_games
from scoreboard.models import Standing, Stream
from scoreboard.store import LookContext, Store
from tests.browser.conftest import ARGUMENTS, Site
from tests.conftest import free_port, wait_until_answers
from tests.scoreboard.streams import put_track
from workers.capture import Camera, CaptureFailed, capture
from workers.direct.direct import direct_games

FOLDER = Path("docs/screenshots")
SIZES = ((390, 844), (844, 390), (1024, 768), (1440, 900), (3440, 1440), (3840, 2160))
SETTLE_MILLISECONDS = 4000
TIMEOUT_MILLISECONDS = 120_000
MAX_SAVED_WIDTH = 1920
JPEG_QUALITY = 76
PALETTE_COLOURS = 255


def main(arena: str) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        redis = subprocess.Popen(
            ["redis-server", "--port", str(port), "--save", "", "--dir", folder],
            stdout=subprocess.DEVNULL,
        )
        wait_until_answers(port)
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "webapp.settings",
            "SECRET_KEY": "for pictures",
            "REDIS_URL": f"redis://127.0.0.1:{port}/0",
            "DATABASE_URL": f"sqlite:///{folder}/site.sqlite3",
            "ALLOWED_HOSTS": "localhost",
            "ALLOWED_STREAM_HOSTS": "127.0.0.1",
        }
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
            env=environment,
            check=True,
        )
        site = Site(environment)
        try:
            take_all(site.url, Store(Redis(port=port)), arena)
        finally:
            site.end()
            redis.terminate()


def take_all(site: str, store: Store, arena: str) -> None:
    store.publish_catalog(known_games().values(), [], "")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        take(browser, site, store, arena, "dark", (1440, 900), "board.png")
        for lights in ("dark", "light"):
            for size in SIZES:
                take(browser, site, store, arena, lights, size, f"board-{size[0]}-{lights}.jpg")
        take(browser, site, store, arena, "dark", (1440, 900), "four.jpg", {"screens": 4})
        kiosk = "?kiosk=1&ticker=1&qr=1"
        take(browser, site, store, arena, "dark", (1920, 1080), "kiosk.jpg", {}, kiosk)
        four = f"{kiosk}&pictures=4"
        take(browser, site, store, arena, "dark", (1920, 1080), "kiosk-four.jpg", {}, four)
        for name, path, scheme in (
            ("moments", "moments/", "dark"),
            ("kiosk-setup", "kiosk/", "dark"),
            ("overlay-setup", "overlay/?channel=@somebody&size=large&place=top-right", "light"),
        ):
            take_still(browser, site + path, f"{name}.jpg", scheme)
        browser.close()


def take_still(browser: Browser, address: str, name: str, scheme: Literal["dark", "light"]) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900}, color_scheme=scheme)
    page.set_default_timeout(TIMEOUT_MILLISECONDS)
    page.goto(address, wait_until="networkidle")
    save(page.screenshot(), name)
    page.close()


def save(shot: bytes, name: str) -> None:
    """Small enough for a repository: large screens are scaled down, PNGs get a palette."""
    with Image.open(io.BytesIO(shot)) as whole:
        image = whole.convert("RGB")
    image.thumbnail((MAX_SAVED_WIDTH, MAX_SAVED_WIDTH))
    if name.endswith("png"):
        image.quantize(PALETTE_COLOURS).save(FOLDER / name, optimize=True)
    else:
        image.save(FOLDER / name, "JPEG", quality=JPEG_QUALITY, optimize=True)


def take(
    browser: Browser,
    site: str,
    store: Store,
    arena: str,
    lights: str,
    size: tuple[int, int],
    name: str,
    settings: dict[str, Any] | None = None,
    query: str = "",
) -> None:
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    kept = json.dumps({"lights": lights, **(settings or {})})
    context.add_init_script(f"localStorage.setItem('rotisserie', {json.dumps(kept)})")
    page = context.new_page()
    page.set_default_timeout(TIMEOUT_MILLISECONDS)
    settle(store, arena)
    page.goto(site + query)
    for _ in range(3):
        page.wait_for_timeout(SETTLE_MILLISECONDS / 3)
        settle(store, arena)
    page.wait_for_function(
        "() => document.querySelector('.main video.player.shown')?.currentTime > 0"
    )
    page.wait_for_timeout(600)
    save(page.screenshot(), name)
    context.close()


def settle(store: Store, arena: str) -> None:
    """Put what the arena shows now on the board."""
    now = time.time()
    with urllib.request.urlopen(f"{arena}/truth") as answer:
        channels = json.load(answer)["channels"]
    streams = [
        Stream(
            each["channel"],
            each["game"],
            each["name"],
            each["url"],
            each["title"],
            "web",
            each["language"],
            each["viewers"],
            each["url"],
            each["url"],
        )
        for each in channels
    ]
    store.put_streams(streams, {stream.channel: now + 3600 for stream in streams})
    for each in channels:
        seen_at = now - 2 - len(each["title"]) % 4
        shown = next(step for step in reversed(each["timeline"]) if at(step["from"]) <= seen_at)
        state = "ok" if shown["alive"] is not None else "no-counter"
        standing = Standing(
            each["channel"],
            each["game"],
            shown["phase"] or "unknown",
            shown["alive"],
            shown["kills"],
            0.97,
            seen_at,
            state,
            "",
            now,
        )
        put_track(store, standing, "")
    direct_games(store, True, now)
    for stream in streams:
        picture(store, stream)


def picture(store: Store, stream: Stream) -> None:
    """Look at the stream as the pipeline does; a small picture is what it leaves behind."""
    with suppress(CaptureFailed):
        wanted = LookContext(stream, known_games()[stream.game], None, "", {}, None)
        capture(wanted, "", Camera(store, ["127.0.0.1"]))


def at(moment: str) -> float:
    return datetime.fromisoformat(moment).timestamp()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
