"""A platform that says what a test wrote down."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from workers.discover.platforms import Category, LiveStream, PlatformFailed, Reasons

LABELS = {"twitch": "Twitch", "kick": "Kick", "youtube": "YouTube", "fourth": "Fourth"}


class Scripted:
    """``live`` is what it lists; ``fault`` is what it fails with: a sentence, or an error that is ours."""

    quota_unit = "requests"

    def __init__(self, name: str = "kick", most_logins: int = 50) -> None:
        self.name, self.label, self.most_logins = name, LABELS[name], most_logins
        self.quota_left: int | None = None
        self.live: list[LiveStream] = []
        self.known = {"PUBG": "7"}
        self.adults: dict[str, tuple[str, ...]] = {}
        self.fault: str | Exception = ""
        self.before_answer: Callable[[], None] = lambda: None
        self.asked: list[str] = []

    def row(self, login: str, viewers: int = 10, **more: object) -> LiveStream:
        given = {"category_id": "7", "language": "en", "title": "", **more}
        page = f"https://{self.name}.example/{login}"
        return LiveStream(
            platform=self.name,
            login=login,
            name=login.title(),
            viewers=viewers,
            page_url=page,
            player=login,
            **given,  # type: ignore[arg-type]
        )

    def rows(self, count: int, **more: object) -> list[LiveStream]:
        return [self.row(f"s{number}", 1000 - number, **more) for number in range(count)]

    def category_id(self, name: str, now: float) -> str:
        self._answer("category")
        if name not in self.known:
            raise PlatformFailed(f"{self.label} has no category named {name!r}.")
        return self.known[name]

    def categories(self, words: str, now: float) -> list[Category]:
        return [Category(name) for name in self.known]

    def pages(
        self, category_id: str, languages: Sequence[str], now: float
    ) -> Iterator[list[LiveStream]]:
        self._answer("pages")
        for start in range(0, max(1, len(self.live)), 100):
            yield self.live[start : start + 100]

    def by_login(self, logins: Sequence[str], now: float) -> list[LiveStream]:
        self._answer(f"by login: {' '.join(logins)}")
        assert len(logins) <= self.most_logins
        return [row for row in self.live if row.login in logins]

    def exists(self, login: str, now: float) -> bool | None:
        return None

    def rated(self, rows: Sequence[LiveStream], now: float) -> tuple[Reasons, str]:
        self.asked.append(f"rated: {len(rows)}")
        return self.adults, ""

    def _answer(self, question: str) -> None:
        self.asked.append(question)
        self.before_answer()
        if isinstance(self.fault, Exception):
            raise self.fault
        if self.fault:
            raise PlatformFailed(self.fault)
