"""How do several finishes go on in a browser test? The test says when; the director is the real one."""

from __future__ import annotations

import time
from dataclasses import replace

from scoreboard.director import direct
from scoreboard.models import ALL_GAMES, Board, EndsIn, RankedStream, Result, Stream
from scoreboard.ranking import reranked
from scoreboard.store import Store


class Finals:
    """Rows of PUBG by channel; ``twitch-NAME`` is on Twitch, all others play the test's video."""

    def __init__(self, store: Store, video_port: int) -> None:
        self.store, self.video_port = store, video_port
        self.rows: dict[str, RankedStream] = {}

    def put(self, **matches: tuple[int, float]) -> None:
        """Players alive, and the seconds to the expected end, of each; underscores in names are hyphens."""
        for name, (alive, left) in matches.items():
            channel = name.replace("_", "-")
            known = self.rows.get(channel) or self._row(channel)
            foreseen = EndsIn(0.8 * left, left, 1.25 * left)
            self.rows[channel] = replace(known, phase="playing", alive=alive, ends_in=foreseen)
        self.show()

    def end(self, channel: str, result: Result = "won") -> None:
        self.rows[channel] = replace(self.rows[channel], phase="over", result=result, ends_in=None)
        self.show()

    def show(self, seconds_later: float = 0.0) -> None:
        """The boards as of now; ``seconds_later``: as if whoever is on air had been for so much longer."""
        now = time.time()
        rows = [replace(row, captured_at=now) for row in self.rows.values()]
        for game in ("pubg", ALL_GAMES):
            board = Board(game, now, tuple(reranked(rows, "alive")))
            self.store.put_board(board, announce=True)
            on_air = self.store.on_air(game)
            if on_air and seconds_later:
                on_air = replace(on_air, since=on_air.since - seconds_later)
            self.store.put_on_air(direct(board, on_air, now))

    def _row(self, channel: str) -> RankedStream:
        login = channel.removeprefix("twitch-")
        url = f"http://127.0.0.1:{self.video_port}/{channel}/index.m3u8"
        is_twitch = login != channel
        stream = Stream(
            channel,
            "pubg",
            login.title(),
            url,
            platform="twitch" if is_twitch else "web",
            page_url=f"https://www.twitch.tv/{login}" if is_twitch else url,
            playback_url="" if is_twitch else url,
        )
        self.store.put_streams([stream], {channel: time.time() + 3600})
        return RankedStream(
            None, channel, stream.name, "", stream.platform, "", None, stream.page_url,
            stream.playback_url, "pubg", "playing", 50, 2, 0.95, time.time(), "ok", "",
        )  # fmt: skip
