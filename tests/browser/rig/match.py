"""How does a match go on in a browser test? Looks are settled by hand; ranking and directing are the pipeline's own."""

from __future__ import annotations

import time
from dataclasses import replace

from scoreboard.models import Phase, Result, Standing, Stream
from scoreboard.store import Store
from tests.scoreboard.streams import put_track
from workers.direct.direct import direct_games


class Matches:
    """Streams of PUBG whose numbers the test says."""

    def __init__(self, store: Store, video_port: int) -> None:
        self.store = store
        self.video_port = video_port

    def rank(
        self,
        seconds_ago: float = 0.0,
        kills: dict[str, int] | None = None,
        language: dict[str, str] | None = None,
        **alive: int,
    ) -> None:
        """Each stream's players alive, as believed at that moment; two kills and no language where nothing is said."""
        self._settle(time.time() - seconds_ago, "playing", alive, kills or {}, language or {})

    def end(self, name: str) -> None:
        self._settle(time.time(), "over", {name: 1}, {}, {})

    def rename(self, names: dict[str, str]) -> None:
        """Streams that are live already get these names, and titles like them."""
        live = self.store.streams()
        renamed = [replace(live[channel], name=name, title=name) for channel, name in names.items()]
        self.store.put_streams(renamed, dict.fromkeys(names, time.time() + 3600))
        self._direct(time.time())

    def sound_apart(self, name: str) -> None:
        """A stream that is live already has its sound in a playlist of its own."""
        stream = self.store.streams()[name]
        apart = replace(
            stream, playback_url=stream.playback_url.replace("index.m3u8", "apart.m3u8")
        )
        self.store.put_streams([apart], {name: time.time() + 3600})
        self._direct(time.time())

    def _settle(
        self,
        now: float,
        phase: Phase,
        alive: dict[str, int],
        kills: dict[str, int],
        language: dict[str, str],
    ) -> None:
        streams = [
            Stream(
                name,
                "pubg",
                name.title(),
                self._url(name),
                playback_url=self._url(name),
                page_url=self._url(name),
                language=language.get(name, ""),
            )
            for name in alive
        ]
        self.store.put_streams(streams, dict.fromkeys(alive, now + 3600))
        result: Result = "won" if phase == "over" else ""
        for name, number in alive.items():
            standing = Standing(
                name, "pubg", phase, number, kills.get(name, 2), 0.9, now, "ok", "", now
            )
            put_track(self.store, replace(standing, result=result))
        self._direct(now)

    def _direct(self, now: float) -> None:
        """At once, however short a while ago the boards were made before."""
        self.store.redis.delete("directing")
        direct_games(self.store, True, now)

    def _url(self, name: str) -> str:
        return f"http://127.0.0.1:{self.video_port}/{name}/index.m3u8"
