"""Is what YouTube's address returns checked before it is shown, whatever it is?"""

import json
import time
from itertools import chain

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.workers.discover.kick.test_answer import anything
from tests.workers.discover.stand_ins.youtube import channel_id, error, video
from workers.discover.door import MAX_NAME_LENGTH, MAX_TITLE_LENGTH, MAX_VIEWERS
from workers.discover.platforms import PlatformFailed
from workers.discover.youtube.answer import live_video, reasons
from workers.discover.youtube.youtube import YouTube

parts = ["id", "snippet", "contentDetails", "status", "liveStreamingDetails"]
inner = [*video("a", "pubg")["snippet"], *video("a", "")["liveStreamingDetails"], "contentRating"]
odd_videos = st.builds(
    lambda changes, part, more: {
        **video("ann", "pubg"),
        **changes,
        part: {**(video("ann", "pubg").get(part) or {}), **more},
    },
    st.dictionaries(st.sampled_from(parts), anything, max_size=2),
    st.sampled_from(parts[1:]),
    st.dictionaries(st.sampled_from([*inner, "tags"]), anything, max_size=4),
)
answers = st.fixed_dictionaries({"items": st.lists(odd_videos | anything, max_size=5) | anything})


class Forgetful:
    """A ledger that remembers nothing of the day before."""

    def __init__(self):
        self.memories = {}

    def spend_quota(self, platform, day, kind, units):
        pass

    def quota_spent(self, platform, day):
        return {}

    def platform_memory(self, name):
        return self.memories.get(name, "")

    def put_platform_memory(self, name, memory):
        self.memories[name] = memory


YOUTUBE = YouTube("key", Forgetful(), "http://127.0.0.1:9")


@settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow])
@given(answers | anything, st.sampled_from([200, 200, 403]))
def test_any_json_gives_sound_streams_or_one_sentence(said, status):
    began, streams, sentence = time.process_time(), [], "YouTube"
    YOUTUBE._client._api.ask = lambda *_: (status, json.dumps(said).encode())
    YOUTUBE._client._api._paused_until = 0.0
    YOUTUBE._ledger.memories.clear()
    YOUTUBE._ledger.memories["youtube"] = json.dumps({"found": ["v0000000000"]})
    for ask in (
        lambda: list(chain.from_iterable(YOUTUBE.pages("pubg", (), 1.0))),
        lambda: YOUTUBE.by_login([channel_id("ann"), "@bob"], 1.0),
        lambda: list(chain.from_iterable(YOUTUBE.pages("pubg", (), 9e4))),
    ):
        try:
            streams += ask()
        except PlatformFailed as failure:
            sentence = str(failure)
        assert sentence.startswith(("YouTube", "The YouTube"))
    for stream in streams:
        assert stream.name
        assert len(stream.name) <= MAX_NAME_LENGTH
        assert len(stream.title) <= MAX_TITLE_LENGTH
        assert 0 <= stream.viewers <= MAX_VIEWERS
        (stream.name + stream.title).encode()
    assert time.process_time() - began < 1.0


@pytest.mark.parametrize(
    "broken",
    [
        {"id": "short"},
        {"id": "../../../x"},
        {"id": None},
        {"snippet": None},
        {"snippet": {"channelId": channel_id("ann"), "liveBroadcastContent": "none"}},
        {"snippet": {"channelId": "UCx", "liveBroadcastContent": "live"}},
    ],
)
def test_refused(broken):
    assert live_video({**video("ann", "pubg"), **broken}, ["pubg"]) is None


@pytest.mark.parametrize(("viewers", "kept"), [("7", 7), ("-1", 0), ("٣", 0), ("9" * 13, 0)])
def test_viewers(viewers, kept):
    found = live_video(video("ann", "pubg", viewers), ["pubg"])
    assert found
    assert found[1].viewers == kept


def test_a_long_description_costs_little():
    began = time.process_time()
    row = video("ann", "x " * 50_000, description="y " * 1_000_000, tags=["z" * 10_000] * 1000)
    assert live_video(row, ["pubg"])
    assert time.process_time() - began < 0.2


def test_reasons():
    assert reasons(error(403, "quotaExceeded")) == ["quotaExceeded"]
    assert reasons({"error": {"errors": 3, "details": [{"reason": "a b"}, 5]}}) == []
