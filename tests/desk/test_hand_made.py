"""Does an admin see the state of the site in a browser, and decide on the Live board with keys?"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.desk.hand_made import HandMade
from tests.desk.machine import login, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.slow]
ARABIC = "قناة-الألعاب"
SUBMISSIONS = 200
SUBMIT = f"""
from webapp.catalog.models import Game
from webapp.joining.models import Submission
game = Game.objects.get(slug="pubg")
Submission.objects.bulk_create(
    Submission(channel=f"kick-player{{n}}", platform="kick", login=f"player{{n}}", name=f"player{{n}}",
        url=f"https://kick.com/player{{n}}", game=game, state="waiting")
    for n in range({SUBMISSIONS})
)
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HandMade]:
    running = HandMade(tmp_path_factory.mktemp("hand-made"))
    yield running
    running.end()


@pytest.fixture
def page(chromium: Browser, made: HandMade) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    login(page, made.site)
    yield page
    context.close()


def test_a_fresh_installation_says_what_to_do_first(page: Page, made: HandMade) -> None:
    for path in ("", "desk/live/", "desk/health/"):
        page.goto(f"{made.site}/admin/{path}")
        state = page.locator(".state")
        expect(state).to_contain_text("No credentials of Twitch, Kick or YouTube")
        expect(state).to_contain_text("or YOUTUBE_API_KEY, or add a channel")
        expect(state).to_contain_text("No capture worker has reported: start one.")


def fill(made: HandMade) -> dict[str, str]:
    made.work()
    channels = {
        name: made.live(name, alive) for name, alive in (("QuietFalcon", 6), ("RustyOtter", 31))
    }
    made.crop(channels["QuietFalcon"], 15, age=40)
    made.crop(channels["RustyOtter"], 31)
    made.direct()
    return channels


def test_the_live_board_begins_with_its_state_and_greys_what_is_old(
    page: Page, made: HandMade
) -> None:
    channels = fill(made)
    page.goto(f"{made.site}/admin/desk/live/")
    line = page.locator(".board-line")
    expect(line).to_have_text(
        re.compile(r"The board is up to date \(\d+ s old\): 2 of 2 streams in play, 0 failing\.")
    )
    assert line.bounding_box()["y"] < page.locator("table.live").bounding_box()["y"]
    row = page.locator(f"tr[data-channel={channels['QuietFalcon']}]")
    expect(row.locator(".alive")).to_have_text(re.compile(r"^6\s*\d+ s ago$"))
    expect(row.locator(".cutouts")).to_contain_text(re.compile(r"4\d s old, read 15 alive"))
    assert row.locator("img").evaluate("image => getComputedStyle(image).filter") == "grayscale(1)"
    other = page.locator(f"tr[data-channel={channels['RustyOtter']}] img")
    assert other.evaluate("image => getComputedStyle(image).filter") == "none"
    made.direct(age=147)
    expect(line).to_contain_text("is 2 min old and is no longer being updated")


@pytest.mark.parametrize("path", ["live", "health"])
def test_a_page_that_is_no_longer_refreshed_says_so(page: Page, made: HandMade, path: str) -> None:
    fill(made)
    page.clock.install()
    page.goto(f"{made.site}/admin/desk/{path}/")
    expect(page.locator("#away")).to_be_hidden()
    page.context.set_offline(True)
    page.clock.fast_forward("00:40")
    expect(page.locator("#away")).to_have_text(
        re.compile(r"^Not updated for 4\d s: the site is not responding\. Retrying…$")
    )
    page.context.set_offline(False)
    page.clock.fast_forward("00:10")
    expect(page.locator("#away")).to_be_hidden()


def test_the_age_of_a_frame_is_not_told_by_the_admin_s_clock(page: Page, made: HandMade) -> None:
    channel = fill(made)["QuietFalcon"]
    page.add_init_script("const right = Date.now; Date.now = () => right() + 3_600_000;")
    with page.expect_response("**/desk/ask/frame/"):
        page.goto(f"{made.site}/admin/desk/unread/{channel}/")
    (asked,) = made.store.take_asked(made.store.now())
    frame = {"frame": asked.id, "width": 1280, "height": 720}
    made.store.put_answer(asked.id, {**frame, "captured_at": made.store.now() - 4})
    expect(page.locator("#said")).to_have_text(re.compile(r"^Broadcast [4-9] s ago, 1280 × 720\.$"))


def test_a_stream_is_blocked_and_unblocked_by_one_key_each(page: Page, made: HandMade) -> None:
    channel = fill(made)["QuietFalcon"]
    page.goto(f"{made.site}/admin/desk/live/")
    page.keyboard.press("b")
    expect(page.locator("#said")).to_have_text("Choose a stream with J or K first.")
    page.keyboard.press("j")
    expect(page.locator(f"tr[data-channel={channel}]")).to_be_focused()
    page.keyboard.press("f")
    expect(page.locator("#said")).to_have_text("QuietFalcon is featured.")
    page.keyboard.press("b")
    expect(page.locator("#said")).to_have_text("QuietFalcon is blocked.")
    expect(page.locator(f"tr[data-channel={channel}]")).to_have_count(0)
    wait_for(lambda: made.store.channels()[channel].rule == "block", 5, "the workers hear of it")
    page.keyboard.press("u")
    expect(page.locator("#said")).to_have_text("Undone: QuietFalcon is not blocked.")
    page.keyboard.press("u")
    expect(page.locator("#said")).to_have_text("Undone: QuietFalcon is not featured.")
    expect(page.locator("#undo")).to_be_hidden()
    assert channel not in made.store.channels()
    page.goto(f"{made.site}/admin/admin/logentry/")
    expect(page.locator("#result_list")).to_contain_text("Blocked (live board).")


def test_look_now_on_a_stream_that_has_just_ended_says_so(page: Page, made: HandMade) -> None:
    channel = fill(made)["RustyOtter"]
    page.goto(f"{made.site}/admin/desk/live/")
    page.locator("#refreshes").uncheck()
    made.store.drop_streams([made.store.stream(channel)])
    row = page.locator(f"tr[data-channel={channel}]")
    row.get_by_role("button", name="Look now").click()
    expect(page.locator("#said")).to_have_text(
        f"{channel} is not live, so there is nothing to check."
    )


def test_what_is_typed_as_the_board_shows_it_blocks_what_is_on_the_board(
    page: Page, made: HandMade
) -> None:
    fill(made)
    made.store.put_streams([], {})
    page.goto(f"{made.site}/admin/catalog/channel/add/")
    page.locator("#id_url").press_sequentially("Rusty")
    options = page.locator("#channel-names option")
    expect(options).to_have_count(1)
    expect(options).to_have_attribute("value", "twitch-rustyotter")
    page.fill("#id_url", "RustyOtter")
    page.locator("#id_rule").select_option("block")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    wait_for(lambda: "twitch-rustyotter" not in made.store.streams(), 5, "it has left the board")

    page.goto(f"{made.site}/admin/catalog/channel/add/")
    page.fill("#id_url", "nobody_of_that_name")
    page.locator("#id_rule").select_option("block")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist .warning")).to_contain_text(
        "No live or known channel is called twitch-nobody_of_that_name"
    )
    page.goto(f"{made.site}/admin/catalog/channel/add/")
    page.fill("#id_url", "Nobody at all")
    page.locator("#id_rule").select_option("block")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".errorlist").first).to_contain_text("No live or known channel is called")


def test_refused_rows_of_a_list_are_downloaded(page: Page, made: HandMade, tmp_path: Path) -> None:
    names = tmp_path / "names.csv"
    names.write_text("channel;rule\n@one;allow\nNo Such Name;block\n", encoding="utf-16")
    page.goto(f"{made.site}/admin/desk/imports/")
    page.locator("#id_table").set_input_files(names)
    page.get_by_role("button", name="Import").click()
    expect(page.locator("table.refused")).to_contain_text("No Such Name", timeout=30_000)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as CSV").click()
    text = Path(download.value.path()).read_text()
    assert text.splitlines()[1].startswith("3,\"No live or known channel is called 'No Such Name'.")


def test_hud_is_offered_only_where_a_profile_reads_it(page: Page, made: HandMade) -> None:
    page.goto(f"{made.site}/admin/catalog/game/")
    page.get_by_role("row", name=re.compile("PUBG")).get_by_role(
        "link", name="Draw on a frame"
    ).click()
    expect(page.locator("#numbers")).to_contain_text("hud")
    page.goto(f"{made.site}/admin/catalog/game/add/")
    page.locator("#id_name").press_sequentially("Outpost")
    page.get_by_role("button", name="Save", exact=True).click()
    options = page.locator("#add-region option")
    expect(options).not_to_have_count(0)
    assert options.evaluate_all("all => all.map(each => each.value)") == [
        "",
        "alive",
        "kills",
        "banner",
    ]


def test_a_streamer_adds_and_removes_a_channel_by_keyboard_alone_on_a_phone(
    chromium: Browser, made: HandMade
) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{made.site}/add/")
    press_tab_until(page, "input[name=platform]")
    page.keyboard.press("ArrowLeft")  # the last of the three
    page.keyboard.press("Tab")
    page.keyboard.insert_text(f"@{ARABIC}")
    page.keyboard.press("Enter")
    expect(page.locator("#game-words")).to_have_text("Choose a game.")
    press_tab_until(page, "#game")
    page.keyboard.type("PUBG")
    press_tab_until(page, "button[type=submit]")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(ARABIC)
    expect(page.locator("#standing-title")).to_have_text("Checking your channel")
    (asked,) = made.store.take_asked(made.store.now())
    made.store.put_answer(asked.id, {"exists": True, "live": False, "name": ARABIC})
    expect(page.locator("#standing-title")).to_have_text("Waiting for a moderator")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    press_tab_until(page, "#remove button")
    page.keyboard.press("Enter")
    expect(page.locator("#standing-title")).to_have_text("Removed")
    context.close()


def press_tab_until(page: Page, selector: str) -> None:
    """As whoever has no mouse gets there; a field that no key reaches fails."""
    for _ in range(20):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no key reaches {selector}")


def test_two_hundred_submissions_are_decided_by_keys(page: Page, made: HandMade) -> None:
    page.clock.install()
    page.goto(f"{made.site}/admin/joining/queue/")
    expect(page.locator("#submission")).to_have_text("Nothing to review.")
    made.manage("shell", "-c", SUBMIT)
    page.clock.fast_forward(30_000)  # what comes in while the page is open is shown
    for number in range(SUBMISSIONS):
        expect(page.locator("#submission h2")).to_have_text(f"player{number}")
        page.keyboard.press("A" if number % 4 == 3 else "d")
    expect(page.locator("#submission")).to_have_text("Nothing to review.")
    page.keyboard.press("u")
    expect(page.locator("#submission h2")).to_have_text(f"player{SUBMISSIONS - 1}")
    expect(page.locator("#left")).to_have_text("1 to review")
    page.keyboard.press("a")
    expect(page.locator("#storing")).to_be_empty(timeout=60_000)
    for state, count in (("accepted", 50), ("declined", 150)):
        page.goto(f"{made.site}/admin/joining/submission/?state={state}")
        expect(page.locator(".paginator")).to_contain_text(f"{count} submissions")
    page.goto(f"{made.site}/admin/admin/logentry/?q=Declined.")
    expect(page.locator(".paginator")).to_contain_text("150 log entries")


def test_pages_answer_within_a_second_while_redis_hangs(page: Page, made: HandMade) -> None:
    import signal

    fill(made)
    made.redis.send_signal(signal.SIGSTOP)
    try:
        for path in ("", "desk/live/", "desk/health/", "catalog/channel/"):
            took = []
            for _ in range(3):
                began = time.monotonic()
                assert page.request.get(f"{made.site}/admin/{path}").ok
                took.append(time.monotonic() - began)
                time.sleep(1.2)
            assert min(took) < 1.0, (path, took)
    finally:
        made.redis.send_signal(signal.SIGCONT)
