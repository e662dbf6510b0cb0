"""How does a browser test say what the board shows? A hand-made board whose time the test turns."""

from __future__ import annotations

import json
import time
from typing import Any

from demo.hand_made import steps_of
from demo.play_board import BoardPlayer
from scoreboard.store import Store


class Board:
    """Rows by channel; ``twitch-``, ``kick-`` or ``youtube-NAME`` is there, all others play the test's video."""

    def __init__(self, store: Store, video_port: int) -> None:
        self.store, self.video_port = store, video_port
        self.rows: dict[str, dict[str, Any]] = {}

    def put(self, seconds_ago: float = 0.0, **rows: dict[str, Any] | None) -> None:
        """Change these rows (``None`` takes one away) and make the boards, as of ``seconds_ago``.

        Underscores in names are hyphens: ``twitch_alpha={"alive": 3}``.
        """
        for name, values in rows.items():
            channel = name.replace("_", "-")
            if values is None:
                self.rows.pop(channel)
            else:
                self.rows[channel] = {**self.rows.get(channel, self._row(channel)), **values}
        steps = steps_of(json.dumps({"streams": list(self.rows.values())}))
        known = self.store.streams()
        self.store.drop_streams(known[each] for each in known.keys() - self.rows.keys())
        self.store.redis.delete("directing")
        BoardPlayer(self.store, steps).tick(0, time.time() - seconds_ago)

    def _row(self, channel: str) -> dict[str, Any]:
        if channel.startswith(("twitch-", "kick-")):
            return {"channel": channel}
        if channel.startswith("youtube-"):
            return {"channel": channel, "player": channel.removeprefix("youtube-").ljust(11, "_")}
        url = f"http://127.0.0.1:{self.video_port}/{channel}/index.m3u8"
        return {"channel": channel, "page_url": url, "playback_url": url}
