"""What is a platform asked, and what does it say?

A platform is a folder beside this file: a class with these members, and a function that makes one of it from the
settings. ``workers.process`` lists those functions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from scoreboard.models import Stream


class PlatformFailed(Exception):
    """A platform gave no answer that can be used; the text is one sentence for people and holds no secret."""


@dataclass(frozen=True, slots=True)
class Category:
    """A game as a platform calls it."""

    name: str
    box_art_url: str = ""
    """Empty when the platform gives none that may be shown."""


@dataclass(frozen=True, slots=True)
class LiveStream:
    """A stream that is live, as its platform describes it, checked at the door."""

    platform: str
    """``twitch``, ``kick``, ``youtube``: streamlink's name for it, too."""
    login: str
    """Twitch's login, Kick's slug, YouTube's channel ID: its case is kept."""
    name: str
    title: str
    language: str
    """Empty, as ``title`` and others below, when the platform gives none."""
    viewers: int
    category_id: str
    """Empty where the platform does not say what is played."""
    category: str = ""
    """Its name."""
    user_id: str = ""
    mature: bool = False
    mature_because: tuple[str, ...] = ()
    """The labels or ratings that say so."""
    began_at: float = 0.0
    """Epoch seconds; 0: it is not known."""
    page_url: str = ""
    """For viewers, and for streamlink."""
    player: str = ""
    """What the platform's player on the page is given: Twitch's login, Kick's slug, YouTube's video ID."""

    @property
    def channel(self) -> str:
        return channel_of(self.platform, self.login)

    def as_stream(self, game: str, found_at: float) -> Stream:
        return Stream(
            channel=self.channel,
            game=game,
            name=self.name or self.login,
            url=self.page_url,
            title=self.title,
            platform=self.platform,
            language=self.language,
            viewers=self.viewers,
            page_url=self.page_url,
            found_at=found_at,
            player=self.player,
            login=self.login,
        )


def channel_of(platform: str, login: str) -> str:
    """Its identifier on the board."""
    return f"{platform}-{login.lower()}"


Reasons = Mapping[str, tuple[str, ...]]
"""Channel -> the labels that make it one for adults; empty or missing: none does."""


class Platform(Protocol):
    """Asked by several threads. Each question raises ``PlatformFailed``, and nothing else for any answer."""

    name: str
    """As in ``LiveStream.platform``."""
    label: str
    """As people write it."""
    quota_unit: str
    """``requests``, ``units``."""
    most_logins: int
    """How many ``by_login`` takes at a time."""

    @property
    def quota_left(self) -> int | None:
        """As the platform said last, or as we reckon; ``None``: it is not known."""

    def category_id(self, name: str, now: float) -> str:
        """Asked for once and kept."""

    def categories(self, words: str, now: float) -> list[Category]:
        """Those with names like ``words``, the likeliest first."""

    def pages(
        self, category_id: str, languages: Sequence[str], now: float
    ) -> Iterator[list[LiveStream]]:
        """What is live in a category, the most watched first; all languages if none is given."""

    def by_login(self, logins: Sequence[str], now: float) -> list[LiveStream]:
        """Those of at most ``most_logins`` that are live, in any category."""

    def exists(self, login: str, now: float) -> bool | None:
        """Whether there is such a channel, live or not; ``None``: the platform does not tell."""

    def rated(self, rows: Sequence[LiveStream], now: float) -> tuple[Reasons, str]:
        """Why streams are for adults, where telling takes another question; and what was wrong with the answer.

        Asked only for streams that would be watched otherwise. A platform whose rows say it returns ``{}, ""``.
        """
