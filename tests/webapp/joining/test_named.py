"""Is the channel found that a streamer means, and nothing else taken for one?"""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

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
    ("youtube.com/@ninja/shorts", "youtube", "youtube-ninja", None),
    ("youtube.com/@ninja/anything/new", "youtube", "youtube-ninja", None),
    ("https://kick.com/popout/Some-One/chat", "kick", "kick-some-one", "https://kick.com/some-one"),
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
    ("ŉ" * 31, "youtube"),
    ("İ" * 30, "youtube"),
    ("directory", "twitch"),
    ("videos", "twitch"),
    ("kick.com/popout", "kick"),
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


@pytest.mark.parametrize("handle", ["straße", "ΟΔΟΣ", "ﬁnn", "ſam"])
def test_a_handle_stays_itself(handle: str) -> None:
    """Case folding makes ``strasse`` of ``straße``, which is somebody else's handle."""
    assert named(handle, "youtube").login == f"@{handle.lower()}"
    assert unquote(urlsplit(named(handle, "youtube").page).path) == f"/@{handle.lower()}/live"


@pytest.mark.parametrize("letter", ["ﬃ", "İ", "ŉ", "ΐ", "한", "ß", "a"])
@pytest.mark.parametrize("count", [1, 15, 29, 30])
def test_what_is_stored_fits_its_columns(letter: str, count: int) -> None:
    try:
        found = named(letter * count, "youtube")
    except NotNamed:
        return
    assert re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,63}", found.channel)
    assert len(found.login) <= 64
    assert len(found.name) <= 80
    assert len(found.page) <= 2000
