"""Is the channel found that a streamer means, and nothing else taken for one?"""

from __future__ import annotations

import re

import pytest
from streamlink.session.session import Streamlink

from webapp.joining.named import NotNamed, named

ID = "UC_x5XG1OV2P6uZZ5FSM9Ttw"
ARABIC = "قناة-الألعاب"
FOUND = [
    ("ninja", "twitch", "twitch-ninja", "https://www.twitch.tv/ninja"),
    ("@Ninja", "twitch", "twitch-ninja", "https://www.twitch.tv/ninja"),
    ("https://m.twitch.tv/Ninja?x=1", "kick", "twitch-ninja", "https://www.twitch.tv/ninja"),
    ("Some-One", "kick", "kick-some-one", "https://kick.com/some-one"),
    ("player.kick.com/some_one", "youtube", "kick-some_one", "https://kick.com/some_one"),
    ("http://KICK.com/abc/", "twitch", "kick-abc", "https://kick.com/abc"),
    (ID, "youtube", f"youtube-{ID.lower()}", f"https://www.youtube.com/channel/{ID}/live"),
    (f"m.youtube.com/channel/{ID}/streams", "twitch", f"youtube-{ID.lower()}", None),
    ("youtube.com/@Ninja/live", "twitch", "youtube-ninja", "https://www.youtube.com/@ninja/live"),
    ("Ninja", "youtube", "youtube-ninja", "https://www.youtube.com/@ninja/live"),
]
NO_CHANNEL = [
    ("", "twitch"),
    ("x" * 301, "youtube"),
    (ARABIC, "twitch"),
    (ARABIC, "kick"),
    ("two words", "youtube"),
    ("\u202eevil", "youtube"),
    ("a\x00b", "youtube"),
    ("http://[", "twitch"),
    ("https://example.org/ninja", "twitch"),
    ("https://twitch.tv.example.org/ninja", "twitch"),
    ("twitch.tv/videos/1234", "twitch"),
    ("kick.com/browse", "kick"),
    ("kick.com/", "kick"),
    ("youtu.be/dQw4w9WgXcQ", "youtube"),
    ("youtube.com/watch?v=dQw4w9WgXcQ", "youtube"),
    ("youtube.com/@ninja/evil", "youtube"),
    ("ninja", "myspace"),
]


def plugin_of(page: str) -> str:
    """streamlink's name for who opens it."""
    return str(Streamlink().resolve_url(page, follow_redirect=False)[0])


@pytest.mark.parametrize(("text", "platform", "channel", "page"), FOUND)
def test_an_address_says_its_platform_and_a_name_is_on_the_chosen_one(
    text: str, platform: str, channel: str, page: str | None
) -> None:
    found = named(text, platform)
    assert found.channel == channel
    assert page is None or found.page == page
    assert plugin_of(found.page) == found.platform


@pytest.mark.parametrize("text", [ARABIC, f"@{ARABIC}", f"https://www.youtube.com/@{ARABIC}"])
def test_a_handle_in_another_script_is_one_channel(text: str) -> None:
    found = named(text, "youtube")
    assert (found.name, found.login) == (ARABIC, f"@{ARABIC}")
    assert found.page.isascii()
    assert plugin_of(found.page) == "youtube"
    assert re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,63}", found.channel)
    assert found.channel == named(found.page, "twitch").channel


@pytest.mark.parametrize(("text", "platform"), NO_CHANNEL)
def test_anything_else_is_refused_with_a_sentence(text: str, platform: str) -> None:
    with pytest.raises(NotNamed, match=r"\.$"):
        named(text, platform)
