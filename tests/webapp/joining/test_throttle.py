"""Do two hundred tries from one address reach nothing but a sentence, and leave the others alone?"""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.usefixtures("db")
TRIES = 200


def test_two_hundred_tries_from_one_address(add, pubg) -> None:
    from webapp.joining.models import Submission
    from webapp.joining.throttle import SUBMISSIONS_A_DAY, TRIES_AN_HOUR

    answers = [add(f"player{number}") for number in range(TRIES)]
    statuses = [answer.status_code for answer in answers]
    assert statuses == [302] * SUBMISSIONS_A_DAY + [429] * (TRIES - SUBMISSIONS_A_DAY)
    assert Submission.objects.count() == SUBMISSIONS_A_DAY
    assert "Try again tomorrow" in answers[SUBMISSIONS_A_DAY].content.decode()
    assert "Try again in an hour" in answers[TRIES_AN_HOUR].content.decode()
    assert int(answers[-1]["Retry-After"]) == 3600
    assert add("somebody", address="192.0.2.2").status_code == 302


def test_wrong_tries_count_as_well(add) -> None:
    from webapp.joining.throttle import TRIES_AN_HOUR

    answers = [add("https://example.org/") for _ in range(TRIES_AN_HOUR + 1)]
    assert [answer.status_code for answer in answers] == [400] * TRIES_AN_HOUR + [429]


def test_all_addresses_together_have_a_limit(add, monkeypatch) -> None:
    from webapp.joining import throttle

    monkeypatch.setattr(throttle, "ALL_AN_HOUR", 5)
    answers = [add(f"player{number}", address=f"192.0.2.{number}") for number in range(6)]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]


def test_the_addresses_of_one_subscriber_are_one(add, redis) -> None:
    add("ninja", address="2001:db8:1:2::1")
    add("shroud", address="2001:db8:1:2:ffff::2")
    assert [redis.get(key) for key in redis.keys("tries:*:day") if b"all" not in key] == [b"2"]


def test_the_hash_needs_the_sites_key() -> None:
    from django.test import override_settings

    from webapp.joining.throttle import hashed

    ours = hashed("192.0.2.1")
    with override_settings(SECRET_KEY="another"):
        assert hashed("192.0.2.1") != ours
