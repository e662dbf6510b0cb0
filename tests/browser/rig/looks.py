"""What does a viewer see on the page?"""

from playwright.sync_api import Page

SHOWN = ".main video.player.shown"
WATCH = """
window.names = []; window.crowded = [];
const watch = () => {
    const name = document.querySelector("#caption-name")?.textContent;
    if (name && names.at(-1) !== name) names.push(name);
    for (const players of document.querySelectorAll(".players")) {
        const videos = [...players.querySelectorAll("video")];
        const up = videos.filter((video) => video.matches(".shown")).length;
        if (videos.length > 2 || up > 1) crowded.push(videos.map((video) => video.className).join());
    }
    names.splice(0, names.length - 200);
};
addEventListener("DOMContentLoaded", () => {
    new MutationObserver(watch).observe(document.body, {subtree: true, childList: true, characterData: true,
        attributes: true, attributeFilter: ["class"]});
});
"""
"""Notes the streams that the page goes through, and every moment at which a screen holds more than one video that shows
and one that loads or fades."""


def shown(page: Page) -> str:
    """The name under the stage, once its own video really plays."""
    page.wait_for_function(
        f"""() => {{
        const videos = document.querySelectorAll("{SHOWN}");
        return videos.length === 1 && videos[0].currentTime > 0.1 && !videos[0].paused;
    }}""",
        timeout=20_000,
    )
    return page.inner_text("#caption-name")


def order(page: Page) -> list[str]:
    rows: list[str] = page.eval_on_selector_all(
        "#ranked .row", "rows => rows.map(row => row.dataset.channel)"
    )
    return rows


def has_order(page: Page, *channels: str) -> None:
    page.wait_for_function(
        """wanted => [...document.querySelectorAll("#ranked .row")]
        .map(row => row.dataset.channel).join() === wanted""",
        arg=",".join(channels),
        timeout=10_000,
    )
