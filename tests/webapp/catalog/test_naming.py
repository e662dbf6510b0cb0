"""Is a Twitch channel understood however it is written, and nothing else taken for one?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoreboard.models import Stream
from webapp.catalog.channels.channel_page import channel_page
from webapp.catalog.naming import (
    bare_login,
    channel_at,
    channel_for,
    twitch_login,
    twitch_page,
)


@pytest.mark.parametrize(
    "text",
    [
        "@Some_One",
        "twitch.tv/some_one",
        "www.twitch.tv/Some_One/",
        "https://www.twitch.tv/some_one?tt_content=x#chat",
        "http://m.twitch.tv/some_one",
        "HTTPS://TWITCH.TV/SOME_ONE",
        "https://www.twitch.tv/some_one/videos",
        "https://www.twitch.tv/popout/some_one/chat?popout=",
        "https://player.twitch.tv/?channel=some_one&parent=example.org",
        "https://de.twitch.tv/some_one",
        "  //twitch.tv/some_one  ",
    ],
)
def test_each_way_to_name_a_channel(text):
    assert twitch_login(text) == "some_one"
    assert twitch_page(text).lower() == "https://www.twitch.tv/some_one"
    assert channel_for(twitch_page(text), "", lambda _: False) == "twitch-some_one"


@pytest.mark.parametrize(
    "text",
    [
        "https://www.twitch.tv/",
        "https://www.twitch.tv/directory/category/pubg",
        "https://www.twitch.tv/videos/2000000000",
        "https://clips.twitch.tv/SomeClip",
        "https://nottwitch.tv/some_one",
        "https://twitch.tv.example.org/some_one",
        "https://twitch.tv@example.org/some_one",
        "ftp://twitch.tv/some_one",
        "https://example.org/twitch.tv/some_one",
        "http://[::1/some_one",
        "@" + "a" * 26,
        "@näme",
        "@",
        "",
    ],
)
def test_what_names_no_channel(text):
    assert twitch_login(text) == ""


def test_a_name_alone_is_a_login_only_where_it_can_be_one():
    assert bare_login(" Some_One ") == "some_one"
    assert [bare_login(text) for text in ("a b", "arena-pubg-01", "näme", "a", "a.m3u8")] == [
        ""
    ] * 5


@given(st.text(max_size=80))
def test_any_text_is_a_login_or_none(text):
    for address in (text, f"https://www.twitch.tv/{text}", f"@{text}"):
        assert len(twitch_login(address)) <= 25


YOUTUBE = "UCabcdefghijklmnopqrstu_"


@pytest.mark.parametrize(
    ("url", "channel"),
    [
        ("https://www.twitch.tv/Some_One", "twitch-some_one"),
        ("https://kick.com/Some-One", "kick-some-one"),
        ("https://www.kick.com/someone/", "kick-someone"),
        (f"https://www.youtube.com/channel/{YOUTUBE}", f"youtube-{YOUTUBE.lower()}"),
        (f"https://m.youtube.com/channel/{YOUTUBE}/live", f"youtube-{YOUTUBE.lower()}"),
        ("https://kick.com/someone/videos/1", ""),
        ("https://kick.com/", ""),
        ("https://kick.com/<b>", ""),
        ("https://kick.com.evil.example/someone", ""),
        ("https://www.youtube.com/channel/", ""),
        ("https://www.youtube.com/channel/UCshort", ""),
        (f"https://www.youtube.com/channel/{YOUTUBE}/videos", ""),
        ("https://www.youtube.com/@someone/live", ""),
        ("https://www.youtube.com/watch?v=abcdefghijk", ""),
        ("https://example.org/someone", ""),
        ("", ""),
    ],
)
def test_the_channel_whose_page_it_is(url, channel):
    assert channel_at(url) == channel
    assert channel_for(url, "Mine", lambda _: False) == (channel or "mine")


@given(st.text(max_size=80))
def test_any_text_is_a_page_or_none(text):
    for address in (text, f"https://kick.com/{text}", f"https://youtube.com/channel/{text}"):
        assert len(channel_at(address)) <= 64


def test_two_addresses_of_one_channel_are_one(db):
    from django.core.exceptions import ValidationError

    from webapp.catalog.models import Channel, Game

    pubg = Game.objects.get(slug="pubg")
    first = Channel(channel="kick-ann", rule="watch", game=pubg, url="https://kick.com/ann")
    first.full_clean()
    first.save()
    second = Channel(channel="other", rule="watch", game=pubg, url="https://www.kick.com/Ann/")
    with pytest.raises(ValidationError, match="already in the catalog, as kick-ann"):
        second.full_clean()


@pytest.mark.parametrize(
    ("platform", "login", "page"),
    [
        ("youtube", YOUTUBE, f"https://www.youtube.com/channel/{YOUTUBE}/live"),
        ("youtube", "", "https://www.youtube.com/watch?v=abcdefghijk"),
        ("kick", "ann", "https://www.youtube.com/watch?v=abcdefghijk"),
    ],
)
def test_a_rule_made_of_a_broadcast_names_its_channel(platform, login, page):
    url = "https://www.youtube.com/watch?v=abcdefghijk"
    stream = Stream("one", "pubg", "One", url, platform=platform, page_url=url, login=login)
    assert channel_page(stream) == page
