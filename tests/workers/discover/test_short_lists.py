"""Is a list that Twitch did not finish kept until it ages out, and told?"""

import pytest

from scoreboard.models import Channel, Game
from tests.workers.discover.conftest import new_helix
from tests.workers.discover.helix_stand_in import row
from workers.discover.asking import GONE_SECONDS, STANDS_SECONDS
from workers.discover.streams import discover
from workers.discover.twitch.twitch import Twitch

CATEGORY = "PUBG: BATTLEGROUNDS"
NOW = 1_800_000_000.0


def publish(store, *channels, **changes):
    game = Game(**{"slug": "pubg", "name": "PUBG", "twitch_category": CATEGORY, **changes})
    store.publish_catalog([game], channels, "1")


def rows(count, **more):
    return [row(f"s{number}", viewers=1000 - number, **more) for number in range(count)]


def names(store):
    return sorted(name.removeprefix("twitch-") for name in store.streams())


def told(store):
    fault = store.faults().get(("discover", "pubg"))
    return fault["sentence"] if fault else ""


def short(count, cursor="dead"):
    """A page of ``count`` streams, and a cursor that leads to an empty one."""
    return [
        {"data": rows(count), "pagination": {"cursor": cursor}},
        {"data": [], "pagination": {}},
    ]


def test_a_list_that_shrinks_by_half_twice_is_kept_until_it_ages(store, twitch, on_twitch):
    publish(store, stream_limit=300)
    twitch.streams = rows(240)
    discover(store, on_twitch, NOW)
    assert told(store) == ""
    for later in (60, 120, 180, 240, 300):
        twitch.answers = short(47)
        discover(store, on_twitch, NOW + later)
        assert len(names(store)) == 240, later
        assert told(store) == (
            "Twitch returned 47 streams where there were 240; the others are kept for 5 minutes."
        )
    twitch.answers = short(47)
    discover(store, on_twitch, NOW + 360)
    assert len(names(store)) == 47
    twitch.answers = short(47)
    discover(store, on_twitch, NOW + 420)
    assert told(store) == ""


def test_a_list_that_is_whole_again(store, twitch, on_twitch):
    publish(store, stream_limit=300)
    twitch.streams = rows(240)
    discover(store, on_twitch, NOW)
    twitch.answers = short(47)
    discover(store, on_twitch, NOW + 60)
    discover(store, on_twitch, NOW + 120)
    assert len(names(store)) == 240
    assert told(store) == ""


def test_streams_that_end_one_by_one_are_no_fault(store, twitch, on_twitch):
    publish(store, stream_limit=300)
    for minute, count in enumerate((40, 30, 22, 17, 12, 9)):
        twitch.streams = rows(count)
        discover(store, on_twitch, NOW + 60 * minute)
        assert told(store) == ""
    discover(store, on_twitch, NOW + 60 * 5 + GONE_SECONDS + 1)
    assert len(names(store)) == 9


@pytest.mark.parametrize("before", [1, 2, 5, 7])
def test_half_of_a_few_may_end_at_once(store, twitch, on_twitch, before):
    publish(store)
    twitch.streams = rows(before)
    discover(store, on_twitch, NOW)
    twitch.streams = [row("other")]
    discover(store, on_twitch, NOW + GONE_SECONDS + 1)
    assert names(store) == ["other"]
    assert told(store) == ""


def test_a_filter_that_is_new_drops_at_once_and_is_no_fault(store, twitch, on_twitch):
    publish(store, stream_limit=300)
    twitch.streams = rows(40, language="en") + [row(f"d{n}", language="de") for n in range(5)]
    discover(store, on_twitch, NOW)
    publish(store, stream_limit=300, languages=("de",))
    discover(store, on_twitch, NOW + 60)
    assert len(names(store)) == 5
    assert told(store) == ""


def test_a_smaller_limit_drops_at_once_and_is_no_fault(store, twitch, on_twitch):
    publish(store, stream_limit=300)
    twitch.streams = rows(90)
    discover(store, on_twitch, NOW)
    publish(store, stream_limit=20)
    discover(store, on_twitch, NOW + 60)
    assert len(names(store)) == 20
    assert told(store) == ""


def test_a_page_that_fails_costs_what_it_would_have_held(store, twitch, on_twitch):
    """The pages before it are fresh: they must not age out with the rest."""
    publish(store, stream_limit=300)
    twitch.streams = rows(150)
    discover(store, on_twitch, NOW)
    for later in range(60, int(STANDS_SECONDS) + 121, 60):
        twitch.answers = [
            {"data": rows(100), "pagination": {"cursor": "100"}},
            {"data": "broken"},
        ]
        discover(store, on_twitch, NOW + later)
        assert told(store) == "Twitch returned a malformed response."
        assert len(names(store)) == (150 if later <= STANDS_SECONDS else 100)


def test_rows_of_another_category_are_a_fault_and_not_zero_streams(store, twitch, on_twitch):
    publish(store)
    twitch.streams = rows(20)
    discover(store, on_twitch, NOW)
    for later in (60, 120, 299):
        twitch.answers = [{"data": rows(20, game_id="509658"), "pagination": {}}]
        discover(store, on_twitch, NOW + later)
        assert len(names(store)) == 20
        assert told(store) == "Twitch returned streams of another category."


def test_one_row_of_another_category_is_passed_over(store, twitch, on_twitch):
    publish(store)
    twitch.streams = [row("ann")]
    twitch.answers = [{"data": [row("ann"), row("bob", game_id="509658")], "pagination": {}}]
    discover(store, on_twitch, NOW)
    assert names(store) == ["ann"]
    assert told(store) == ""


def test_after_a_restart_with_an_unknown_category_the_last_id_serves(store, twitch, on_twitch):
    publish(store)
    twitch.streams = rows(3)
    discover(store, on_twitch, NOW)
    twitch.categories = {}
    restarted = new_helix(twitch)
    for later in (60, 1000):
        discover(store, [Twitch(restarted)], NOW + later)
        assert len(names(store)) == 3
        assert told(store) == (
            "Twitch has no category named 'PUBG: BATTLEGROUNDS'. Using its last known ID."
        )
    twitch.categories = {CATEGORY: "493057"}
    discover(store, [Twitch(restarted)], NOW + 1060)
    assert told(store) == ""


def test_a_category_that_was_never_known(store, twitch, on_twitch):
    publish(store, twitch_category="No such game")
    discover(store, on_twitch, NOW)
    assert told(store) == "Twitch has no category named 'No such game'."


def test_a_cursor_that_leads_to_itself_ends(store, twitch, on_twitch):
    publish(store, stream_limit=300)
    page = {"data": rows(10), "pagination": {"cursor": "again"}}
    twitch.answers = [page] * 30
    discover(store, on_twitch, NOW)
    assert len(names(store)) == 10
    assert len(twitch.answers) == 28


def test_cursors_without_end_end(store, twitch, on_twitch):
    publish(store, stream_limit=5000)
    twitch.answers = [
        {"data": rows(10), "pagination": {"cursor": str(number)}} for number in range(100)
    ]
    discover(store, on_twitch, NOW)
    assert len(twitch.answers) == 80


def test_a_discovery_deletes_no_lock_but_its_own(store, twitch, on_twitch):
    """One that outlived its lease ends while another is under way."""
    publish(store, Channel("mine", "watch", "pubg", "Mine", "http://example.com/a.m3u8"))
    assert store.start_discovering(5, "slow")
    store.redis.delete("discovering")  # the lease has ended
    assert store.start_discovering(5, "other")
    store.end_discovering("an old catalog", "slow")
    assert not store.start_discovering(5, "third")
    assert not store.has_discovered()
    store.end_discovering("1", "other")
    assert store.has_discovered()
    assert store.start_discovering(5, "third")


def test_two_discoveries_at_once_do_not_share_a_name(store):
    publish(store)
    owners = set()
    started = store.start_discovering

    def starting(seconds, owner):
        owners.add(owner)
        return started(seconds, owner)

    store.start_discovering = starting
    discover(store, [], NOW)
    discover(store, [], NOW)
    assert len(owners) == 2
