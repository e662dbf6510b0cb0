"""How soon does the page name the stream on air and play it, and what does it weigh? python -m bench.page --site URL"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, CDPSession, Page, ViewportSize, sync_playwright

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
SIZE: ViewportSize = {"width": 1440, "height": 900}
SETTLE_MILLISECONDS = 5000
"""From when the video plays: long enough for the pictures of all rows in sight, and some of them again."""
VIDEO = ("/live/", ".m3u8", ".ts", ".m4s", ".mp4")
_WATCH = """
window.shift = 0;
new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
}).observe({type: "layout-shift", buffered: true});
addEventListener("playing", () => { window.playing ??= performance.now(); }, true);
"""
_NAMED = """() => ({name: document.querySelector("#caption-name").textContent,
    painted: performance.getEntriesByName("first-contentful-paint")[0]?.startTime})"""


@dataclass(slots=True)
class Visit:
    """What one viewer with an empty cache met; milliseconds, and bytes over the wire with their headers."""

    name: str = ""
    painted: float = 0.0
    playing: float = 0.0
    shift: float = 0.0
    weights: dict[str, int] = field(default_factory=dict)
    requests: int = 0

    @property
    def weight(self) -> int:
        """All but the video: also the live events and the rows' pictures that came while we looked."""
        return sum(weight for kind, weight in self.weights.items() if kind != "video")


def visit(browser: Browser, site: str) -> Visit:
    context = browser.new_context(viewport=SIZE)
    page = context.new_page()
    page.add_init_script(_WATCH)
    found = Visit()
    with _weighing(context.new_cdp_session(page), found):
        page.goto(site, wait_until="commit")
        _follow(page, found)
    context.close()
    return found


def _follow(page: Page, found: Visit) -> None:
    page.wait_for_function("() => performance.getEntriesByName('first-contentful-paint').length")
    first = page.evaluate(_NAMED)
    found.name, found.painted = first["name"], first["painted"]
    page.wait_for_function("() => window.playing", timeout=20_000)
    found.playing = page.evaluate("window.playing")
    page.wait_for_timeout(SETTLE_MILLISECONDS)
    found.shift = page.evaluate("window.shift")


@contextmanager
def _weighing(wire: CDPSession, found: Visit) -> Iterator[None]:
    """Adds what comes over the wire, an event stream as it arrives."""
    kinds: dict[str, str] = {}

    def begin(event: dict) -> None:
        kinds[event["requestId"]] = kind_of(event["request"]["url"])
        found.requests += 1

    def add(event: dict) -> None:
        kind = kinds.get(event["requestId"], "other")
        found.weights[kind] = found.weights.get(kind, 0) + event["encodedDataLength"]

    wire.on("Network.requestWillBeSent", begin)
    wire.on("Network.loadingFinished", add)
    wire.on(
        "Network.dataReceived",
        lambda event: add(event) if kinds.get(event["requestId"]) == "events" else None,
    )
    wire.send("Network.enable")
    yield
    wire.send("Network.disable")


def kind_of(url: str) -> str:
    if any(mark in url for mark in VIDEO):
        return "video"
    if "/api/v1/events/" in url:
        return "events"
    if "/preview/" in url:
        return "pictures"
    if "/hls/" in url:
        return "player"
    return "page"


def faults_of(visits: list[Visit]) -> list[str]:
    """What falls short of what the page promises, as sentences."""
    painted = statistics.median(each.painted for each in visits)
    playing = statistics.median(each.playing for each in visits)
    weight = max(each.weight for each in visits)
    shift = max(each.shift for each in visits)
    return [
        sentence
        for sentence, short in (
            ("The first paint names nobody.", not all(each.name for each in visits)),
            (f"The first paint takes {painted:.0f} ms; 1000 are allowed.", painted >= 1000),
            (f"The video plays after {playing:.0f} ms; 3000 are allowed.", playing >= 3000),
            (
                f"The page weighs {weight / 1000:.0f} KB without its video; 150 are allowed.",
                weight >= 150_000,
            ),
            (f"Things move by {shift:.3f}; 0.02 are allowed.", shift >= 0.02),
        )
        if short
    ]


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.page", description=__doc__)
    parser.add_argument("--site", default="http://127.0.0.1:8000/")
    parser.add_argument("--visits", type=int, default=5)
    options = parser.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=ARGUMENTS
        )
        visits = [visit(browser, options.site) for _ in range(options.visits)]
        browser.close()
    print(
        "| on air | first paint ms | video plays ms | layout shift | requests | KB without video | KB by kind |"
    )
    print("|---|---|---|---|---|---|---|")
    for each in visits:
        parts = ", ".join(
            f"{kind} {weight / 1000:.1f}" for kind, weight in sorted(each.weights.items())
        )
        print(
            f"| {each.name} | {each.painted:.0f} | {each.playing:.0f} | {each.shift:.4f} | {each.requests} "
            f"| {each.weight / 1000:.1f} | {parts} |"
        )
    faults = faults_of(visits)
    print("\n".join(faults) or "All within what is promised.")
    return len(faults)


if __name__ == "__main__":
    sys.exit(main())
