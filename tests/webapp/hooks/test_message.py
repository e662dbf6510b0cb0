"""Is what a receiver gets signed as documented, and within what Discord takes?"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from textwrap import dedent

import pytest

from scoreboard.models import EndsIn
from tests.webapp.hooks.conftest import NOW, milestone

DOCS = Path(__file__).parents[3] / "docs" / "webhooks.md"


def test_the_signature_is_that_of_other_implementations(site) -> None:
    """The test vector of the specification's libraries."""
    from webapp.hooks.message.sign import signature

    secret, event = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek"
    expected = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    assert signature(secret, event, 1614265330, b'{"test": 2432232314}') == expected


def shown(first):
    """The block of the documentation that begins with ``first``."""
    blocks = re.findall(r"(?:^ {4}.*\n|^\n(?=\n? {4}))+", DOCS.read_text(), re.MULTILINE)
    (found,) = [text for each in blocks if (text := dedent(each).strip()).startswith(first)]
    return found


def documented():
    """The verification that the documentation shows."""
    code = shown("import base64")
    names: dict = {}
    exec(compile(code, str(DOCS), "exec"), names)
    return names["verified"]


@pytest.fixture
def delivered(web, hook, receiver):
    web.happens(milestone())
    web.turn()
    (got,) = receiver.got
    return got


def test_the_documented_verification_takes_what_is_sent(hook, delivered) -> None:
    event = documented()(hook.secret, delivered.headers, delivered.body, now=NOW + 10)
    assert event["type"] == "match.final_ten"


@pytest.mark.parametrize("change", ["body", "secret", "id", "timestamp", "late", "unsigned"])
def test_and_refuses_anything_else(hook, delivered, change) -> None:
    from webapp.hooks.message.sign import new_secret

    headers, body, secret, now = dict(delivered.headers), delivered.body, hook.secret, NOW
    if change == "body":
        body = body.replace(b"one", b"two")
    elif change == "secret":
        secret = new_secret()
    elif change == "late":
        now += 301
    elif change == "unsigned":
        headers["webhook-signature"] = ""
    else:
        headers[f"webhook-{change}"] += "0" if change == "id" else "1"
    with pytest.raises(ValueError, match=r"signature|old"):
        documented()(secret, headers, body, now=now)


def test_while_a_secret_is_replaced_both_sign(web, hook, receiver) -> None:
    from webapp.hooks.message.sign import new_secret
    from webapp.hooks.models import Webhook
    from webapp.store.clock import instant

    new = new_secret()
    Webhook.objects.update(
        secret=new, previous_secret=hook.secret, previous_until=instant(NOW + 100)
    )
    web.happens(milestone())
    web.turn()
    web.happens(milestone(channel="two", at=NOW + 101))
    web.turn(NOW + 101)
    first, later = receiver.got
    for secret in (hook.secret, new):
        documented()(secret, first.headers, first.body, now=NOW)
    with pytest.raises(ValueError, match="signature"):
        documented()(hook.secret, later.headers, later.body, now=NOW + 101)


def test_the_documented_body_is_the_one_sent(delivered) -> None:
    sent, example = json.loads(delivered.body), json.loads(shown("POST ").partition("\n\n")[2])
    assert sent.keys() == example.keys()
    assert sent["data"].keys() == example["data"].keys()
    assert sent["data"]["stream"].keys() >= example["data"]["stream"].keys()


def test_every_event_is_documented(site) -> None:
    from webapp.hooks.message.payload import TEST_TYPE, TYPES

    text = DOCS.read_text()
    assert all(f"`{kind}`" in text for kind in [*TYPES.values(), TEST_TYPE])


def embed_of(event):
    from webapp.hooks.message.discord import discord_body

    message = json.loads(discord_body(event, "PUBG: Battlegrounds"))
    (embed,) = message["embeds"]
    assert message["allowed_mentions"] == {"parse": []}
    return embed


def test_discords_form_says_who_is_where(site) -> None:
    ends_in = EndsIn(low=60.0, median=90.0, high=240.0)
    embed = embed_of(milestone("final-three", alive=3, kills=7, ends_in=ends_in))
    assert embed["title"] == "One is in the final three"
    assert embed["url"] == "https://example.org/one"
    assert {each["name"]: each["value"] for each in embed["fields"]} == {
        "Alive": "3",
        "Kills": "7",
        "Ends in": "1 to 4 min",
    }
    assert "fields" in embed_of(milestone("won", alive=1))
    assert embed_of(milestone("on-air"))["title"] == "One is on air"


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (120, 240, "2 to 4 min"),
        (5, 150, "1 to 3 min"),
        (70, 85, "1 min"),
        (5, 59, "under a minute"),
    ],
)
def test_a_forecast_is_said_as_the_page_says_it(site, low, high, said) -> None:
    from webapp.hooks.message.discord import forecast

    assert forecast(EndsIn(float(low), low + 1.0, float(high))) == said


@pytest.mark.parametrize(
    "name", ["**x**", "[free](https://evil.example)", "@everyone", "<@1>", "`", "x" * 5000, "\\"]
)
def test_a_name_is_text_and_no_longer_than_discord_takes(site, name) -> None:
    event = milestone()
    embed = embed_of(replace(event, stream=replace(event.stream, name=name)))
    assert len(embed["title"]) <= 256
    assert not re.search(r"(?<!\\)[*\[\]<>`@]", embed["title"].replace("\\\\", ""))


def test_an_address_that_discord_refuses_is_left_out(site) -> None:
    assert "url" not in embed_of(milestone(page_url="twitch.tv/one"))
    assert "url" not in embed_of(milestone(page_url="https://example.org/" + "x" * 2100))


def test_discord_gets_its_own_form_and_no_signature(web, discord, receiver) -> None:
    web.happens(milestone())
    web.turn()
    (got,) = receiver.got
    assert got.path == (
        "/api/v10/webhooks/223704706495545344/3d89bb7572e0fb30d8128367b3b1b44f?wait=true"
    )
    assert not any(name.startswith("webhook-") for name in got.headers)
    assert got.headers["user-agent"].startswith("DiscordBot (")


@pytest.mark.parametrize(
    ("url", "sent_to"),
    [
        (
            "https://discord.com/api/webhooks/1/a-b_c?thread_id=5&wait=false",
            "https://discord.com/api/v10/webhooks/1/a-b_c?thread_id=5&wait=true",
        ),
        (
            "https://discord.com/api/v6/webhooks/1/abc/",
            "https://discord.com/api/v10/webhooks/1/abc?wait=true",
        ),
    ],
)
def test_discord_is_asked_in_a_version_whose_times_are_seconds(site, url, sent_to) -> None:
    from webapp.hooks.send.receiver_url import execute_url

    assert execute_url(url) == sent_to


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("https://discord.com/api/webhooks/123/0123456789abcdef", "https://discord.com/…cdef"),
        ("https://example.org/short", "https://example.org/…"),
        ("https://example.org:8443/?key=0123456789abcdefghij", "https://example.org:8443/…ghij"),
    ],
)
def test_a_url_is_shown_without_what_is_secret_in_it(site, url, told) -> None:
    from webapp.hooks.send.receiver_url import masked

    assert masked(url) == told
