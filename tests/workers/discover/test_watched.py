"""What is known of a channel that an admin watches by its URL, before its first look?"""

import pytest

from scoreboard.models import Channel, Game
from workers.discover.listing import login_of
from workers.discover.watched import watched

GAMES = {"pubg": Game("pubg", "PUBG")}


@pytest.mark.parametrize(
    ("url", "platform", "player"),
    [
        ("https://www.twitch.tv/Somebody", "twitch", "somebody"),
        ("https://www.twitch.tv/videos/123", "twitch", ""),
        ("https://kick.com/Some-body", "kick", "some-body"),
        ("https://kick.com/somebody/videos/1", "kick", ""),
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ", "youtube", "dQw4w9WgXcQ"),
        ("https://www.youtube.com/live/dQw4w9WgXcQ", "youtube", "dQw4w9WgXcQ"),
        ("https://youtu.be/dQw4w9WgXcQ", "youtube", "dQw4w9WgXcQ"),
        ("https://www.youtube.com/@somebody/live", "youtube", ""),
        ("https://www.twitch.tv/somebody/clip/One", "twitch", ""),
        ("https://video.example/somebody", "web", ""),
        ("https://video.example/live/a.m3u8", "web", ""),
    ],
)
def test_the_platform_and_what_its_player_is_given(url, platform, player):
    (stream,) = watched([Channel("mine", "watch", "pubg", "", url)], GAMES, 1.0)
    assert (stream.platform, stream.player) == (platform, player)


@pytest.mark.parametrize(
    ("url", "login"),
    [
        ("https://www.youtube.com/channel/UCaBc", "UCaBc"),
        ("https://www.youtube.com/channel/UCaBc/live", "UCaBc"),
        ("https://www.youtube.com/@other", "ucabc"),
        ("http://[", "ucabc"),
        ("", "ucabc"),
    ],
)
def test_the_case_of_a_login_comes_from_its_page(url, login):
    assert login_of("ucabc", url) == login
