"""Is YouTube's quota counted by California's days, and spread over each?"""

from datetime import UTC, datetime

import pytest

from workers.discover.platforms import PlatformFailed
from workers.discover.youtube.quota import (
    DAY_UNITS,
    SHARES,
    Quota,
    quota_day,
    resets_at,
)

NOW = datetime(2026, 11, 27, 9, tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    ("at", "day", "resets"),
    [
        ("2026-11-27T07:59:59+00:00", "2026-11-26", "2026-11-27T08:00:00+00:00"),
        ("2026-11-27T08:00:00+00:00", "2026-11-27", "2026-11-28T08:00:00+00:00"),
        ("2026-07-01T06:59:00+00:00", "2026-06-30", "2026-07-01T07:00:00+00:00"),
        ("2026-03-08T08:00:00+00:00", "2026-03-08", "2026-03-09T07:00:00+00:00"),
        ("2026-11-01T07:00:00+00:00", "2026-11-01", "2026-11-02T08:00:00+00:00"),
    ],
)
def test_a_day_is_californias(at, day, resets):
    now = datetime.fromisoformat(at).timestamp()
    assert quota_day(now) == day
    assert resets_at(now) == datetime.fromisoformat(resets).timestamp()


def test_what_is_left_is_spread_until_the_reset(store):
    quota = Quota(store)
    assert quota.wait("search", 100, NOW) == pytest.approx(23 * 3600 * 100 / SHARES["search"])
    quota.spend("search", SHARES["search"] // 2, NOW)
    assert quota.wait("search", 100, NOW) == pytest.approx(23 * 3600 * 200 / SHARES["search"])
    assert quota.wait("follow", 1, NOW) == pytest.approx(23 * 3600 / SHARES["follow"])
    assert quota.wait("follow", 1, NOW + 22.9 * 3600) == 60
    assert quota.units_left(NOW) == DAY_UNITS - SHARES["search"] // 2


def test_a_share_ends_and_leaves_the_others(store):
    quota = Quota(store)
    quota.end("search", NOW)
    assert quota.wait("search", 100, NOW) == 23 * 3600
    with pytest.raises(PlatformFailed, match=r"used up; it resets at 08:00 UTC\."):
        quota.spend("search", 100, NOW)
    quota.spend("follow", 1, NOW)
    quota.spend("search", 100, NOW + 23 * 3600)


def test_all_processes_spend_one_quota_and_forget_nothing(store, redis):
    for quota in (Quota(store), Quota(store)):
        quota.spend("names", SHARES["names"] // 2, NOW)
    assert Quota(store).left("names", NOW) == 0
    redis.hset("quota:youtube:2026-11-27", "follow", "many")
    assert Quota(store).left("follow", NOW) == SHARES["follow"]
    assert 0 < redis.ttl("quota:youtube:2026-11-27") <= 3 * 86400


def test_the_shares_fit_into_both_versions_of_the_price_list():
    assert sum(SHARES.values()) < DAY_UNITS
    assert SHARES["search"] // 100 <= 100
