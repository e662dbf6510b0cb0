"""Does a stream in play outlast a moment without its playlist, and no longer than that?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from redis import Redis

from scoreboard.ranking import rank
from scoreboard.store import Store
from tests.scoreboard.streams import PUBG, playing, put_track, stream
from tests.workers.stream_server import Handler, StreamServer
from tests.workers.video import video
from workers.capture import Camera, CaptureFailed
from workers.capture.take import capture
from workers.schedule.finish import finish_with_failure

Speak = Callable[[Handler], None]


def say(status: int, body: bytes = b"") -> Speak:
    return lambda handler: handler.say(status, body)


PLAYLISTS: dict[str, bytes | Speak] = {
    "missing": say(404),
    "forbidden": say(403),
    "failing": say(500),
    "overloaded": say(503),
    "empty": say(200),
    "half a first line": b"#EXT",
    "half a header": b"#EXTM3U\n#EXT-X-TARGETDUR",
    "no segment yet": b"#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-MEDIA-SEQUENCE:7\n",
    "half a first address": b"#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2.0,\nse",
    "a page": b"<html>maintenance</html>",
    "ended": b"#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2.0,\ns1\n#EXT-X-ENDLIST\n",
}


@pytest.fixture
def server() -> Iterator[StreamServer]:
    streams = StreamServer()
    yield streams
    streams.close()


class Looks:
    """A stream in play, looked at when its look is due."""

    def __init__(self, store: Store, redis: Redis, server: StreamServer) -> None:
        self.store, self.redis = store, redis
        self.camera = Camera(store, [server.host])
        self.now = self.camera.clock()
        self.stream = replace(stream("a"), url=server.live(video()))
        store.publish_catalog([PUBG], [], "v1")
        store.put_streams([self.stream], {"a": self.now})
        put_track(store, playing("a", 3, captured_at=self.now), "")

    def look(self) -> None:
        """Fails, and is settled as the capture task does."""
        self.store.take_due(self.now, 1, 20, "t")
        wanted = self.store.wanted("a", "t")
        assert wanted
        with pytest.raises(CaptureFailed) as caught:
            capture(wanted, "t", self.camera)
        failed = caught.value
        finish_with_failure(
            self.store, wanted, "t", self.now, failed.state, failed.sentence, self.now
        )

    @property
    def next_in(self) -> float:
        return float(self.redis.zscore("due:pubg", "a") or 0) - self.now

    @property
    def is_ranked(self) -> bool:
        board = rank("pubg", {"pubg": PUBG}, [self.stream], self.store.standings(), self.now)
        return board.streams[0].rank == 1


@pytest.mark.parametrize("kind", PLAYLISTS)
def test_a_moment_without_its_playlist(
    store: Store, redis: Redis, server: StreamServer, kind: str
) -> None:
    looks = Looks(store, redis, server)
    server.files["/live/index.m3u8"] = PLAYLISTS[kind]
    looks.look()
    assert looks.is_ranked
    assert 1.5 <= looks.next_in <= 3
    looks.now += looks.next_in
    looks.look()
    standing = store.standings()["a"]
    assert standing.failures == 1
    assert standing.state != "ok"
    assert looks.is_ranked is (standing.state == "error")
