"""Does the page name the players of platforms that have a stream on the board and are switched on, and no others?"""

from __future__ import annotations

import re

import pytest

from tests.webapp.boards import row, show

ORIGINS = {
    "twitch": "https://player.twitch.tv",
    "kick": "https://player.kick.com",
    "youtube": "https://www.youtube.com",
}
SCRIPTED = ("twitch", "youtube")


def sources(policy: str, directive: str) -> set[str]:
    (found,) = re.findall(rf"(?:^|; ){directive} ([^;]+)", policy)
    return set(found.split()) - {"'self'", "'none'"}


def expected(platforms: set[str]) -> tuple[set[str], set[str]]:
    """Origins of scripts and of frames."""
    frames = {ORIGINS[name] for name in platforms}
    chat = {"https://www.twitch.tv"} if "twitch" in platforms else set()
    return {ORIGINS[name] for name in platforms if name in SCRIPTED}, frames | chat


def shown(client, path: str = "/") -> tuple[tuple[set[str], set[str]], str]:
    answer = client.get(path)
    policy = answer["Content-Security-Policy"]
    found = sources(policy, "script-src"), sources(policy, "frame-src")
    return found, answer.content.decode().split('id="first"')[0]


def switch_on(monkeypatch, *platforms: str) -> None:
    from django.conf import settings

    monkeypatch.setattr(settings, "EMBEDDED_PLAYERS", platforms)


@pytest.mark.parametrize(
    "platforms",
    [set(), {"kick"}, {"youtube"}, {"twitch"}, {"kick", "youtube"}, {"twitch", "kick", "youtube"}],
    ids=lambda names: "-".join(sorted(names)),
)
def test_the_policy_names_the_hosts_of_platforms_on_the_board(client, store, platforms):
    show(store, row("one"), *(row(f"{name}-a", platform=name) for name in platforms))
    policy, page = shown(client)
    assert policy == expected(platforms)
    for name, origin in ORIGINS.items():
        assert (f'data-{name}="{origin}"' in page) == (name in platforms)
        assert (f"stage/players/{name}." in page) == (name in platforms)
    assert ("YouTube Terms of Service" in page) == ("youtube" in platforms)
    assert shown(client, "/moments/")[0] == (set(), set())


def test_a_platform_that_is_switched_off_is_nowhere(client, store, monkeypatch):
    switch_on(monkeypatch, "kick")
    show(store, *(row(f"{name}-a", platform=name) for name in ORIGINS))
    policy, page = shown(client)
    assert policy == expected({"kick"})
    assert 'data-embeds="kick"' in page
    assert "players/twitch" not in page
    assert "players/youtube" not in page


def test_with_all_of_them_off_the_page_has_links_alone(client, store, monkeypatch):
    switch_on(monkeypatch)
    show(store, *(row(f"{name}-a", platform=name) for name in ORIGINS), on_air="kick-a")
    policy, page = shown(client)
    assert policy == (set(), set())
    assert "data-embeds" not in page
    assert 'href="https://example.org/one"' in page


@pytest.mark.parametrize(
    ("value", "platforms"),
    [
        ("", ("twitch", "kick", "youtube")),
        ("youtube, twitch", ("twitch", "youtube")),
        ("none", ()),
    ],
)
def test_the_environment_says_which_are_on(value, platforms):
    from webapp.environment import CheckedEnvironment

    environment = CheckedEnvironment({"EMBEDDED_PLAYERS": value})
    assert environment.some_of("EMBEDDED_PLAYERS", ("twitch", "kick", "youtube")) == platforms
