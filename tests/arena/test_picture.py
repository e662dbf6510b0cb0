import io
from functools import lru_cache
from itertools import islice, pairwise

import av
import cv2
import numpy as np
import pytest

from arena.clips.clip import Clip
from arena.clips.encode import encode
from arena.clips.retime import ORIGIN_TICKS, TICKS_WRAP, retime
from arena.studio import shoot
from tests.arena.conftest import BEGAN, SMALL, Theatre

# Where the players alive are drawn, as fractions of the frame: left, top, right, bottom.
DIGITS = {
    "pubg": (0.915, 0.03, 0.955, 0.062),
    "fortnite": (0.885, 0.3, 0.95, 0.33),
    "apex": (0.93, 0.048, 0.975, 0.074),
}


def frames(transport_stream: bytes) -> list[tuple[float, np.ndarray]]:
    with av.open(io.BytesIO(transport_stream), "r") as container:
        return [
            (frame.time or 0.0, frame.to_ndarray(format="bgr24"))
            for frame in container.decode(video=0)
        ]


def stamps(transport_stream: bytes) -> list[int]:
    """The timestamp of every picture; the first must be a keyframe."""
    with av.open(io.BytesIO(transport_stream), "r") as container:
        packets = [packet for packet in container.demux(video=0) if packet.pts is not None]
    assert packets[0].is_keyframe
    return [packet.pts or 0 for packet in packets]


def test_what_is_served_is_what_truth_says_was_drawn_then(theatre: Theatre):
    """The frame decoded at a programme date time is the picture of truth's numbers, but for the encoder's loss and the
    light."""
    theatre.clock.now = BEGAN + 24
    lines = theatre.playlist("matches").splitlines()
    timeline = theatre.timeline("matches")
    compared = set()
    for date, name in zip(lines, lines[2:], strict=False):
        if not date.startswith("#EXT-X-PROGRAM-DATE-TIME:"):
            continue
        at = date.partition(":")[2]
        told = [entry for entry in timeline if entry["from"] <= at][-1]
        shown = frames(theatre.get(f"/live/matches/{name}")[1])[3][1]
        clips = {
            number: Clip("pubg", "playing", 0, number, kills) for number, kills in ((50, 0), (9, 2))
        }
        loss = {number: difference(shown, clip) for number, clip in clips.items()}
        assert min(loss, key=loss.__getitem__) == told["alive"]
        assert min(loss.values()) < 6
        compared.add(told["alive"])
    assert compared == {50, 9}


def difference(shown: np.ndarray, clip: Clip) -> float:
    """Between what was broadcast and what was drawn, where the numbers are, in the same light; of 255."""
    plates = slice(20, 48), slice(1000, 1264)
    apart = shown[plates].astype(int) - drawn(clip)[plates]
    return float(np.abs(apart - np.median(apart)).mean())


@lru_cache
def drawn(clip: Clip) -> np.ndarray:
    """The clip's fourth picture, as it was before it was encoded."""
    planes = next(islice(shoot(clip, SMALL.frames), 3, None))
    return cv2.cvtColor(planes, cv2.COLOR_YUV2BGR_I420)


def test_segments_begin_with_a_keyframe_and_continue_one_another(theatre: Theatre):
    theatre.clock.now = BEGAN + 14
    names = [line for line in theatre.playlist("matches").splitlines() if line.endswith(".ts")]
    joined, starts = b"", []
    for name in names:
        segment = theatre.get(f"/live/matches/{name}")[1]
        assert len(stamps(segment)) == SMALL.frames
        starts.append(stamps(segment)[0])
        joined += segment
    assert [later - starts[0] for later in starts] == [
        180_000 * place for place in range(len(starts))
    ]
    times = [time for time, _ in frames(joined)]
    assert np.allclose(np.diff(times), 0.2)
    assert continuous(joined)


def continuous(transport_stream: bytes) -> bool:
    """Whether the packet counter of every stream goes up by one."""
    counters: dict[bytes, int] = {}
    for at in range(0, len(transport_stream), 188):
        packet = transport_stream[at : at + 188]
        pid = bytes([packet[1] & 0x1F, packet[2]])
        if packet[3] & 0x10 and counters.setdefault(pid, packet[3] & 15) != packet[3] & 15:
            return False
        counters[pid] = (counters[pid] + bool(packet[3] & 0x10)) % 16
    return True


@pytest.mark.parametrize("ticks", [0, 180_000, TICKS_WRAP - ORIGIN_TICKS - 90_000])
def test_a_clip_can_be_broadcast_at_any_time_even_where_timestamps_wrap(ticks: int):
    clip = encode(shoot(Clip("none", "ad"), SMALL.frames), SMALL)
    shown = stamps(bytes(retime(clip, ticks)))
    assert shown[0] % TICKS_WRAP == (ORIGIN_TICKS + ticks) % TICKS_WRAP
    assert {later - earlier for earlier, later in pairwise(shown)} == {18_000}


@pytest.mark.parametrize(
    ("clip", "dark"),
    [
        (Clip("pubg", "playing", 0, 100, 0), False),
        (Clip("pubg", "playing", 1, 47, 3), False),
        (Clip("fortnite", "playing", 0, 8, 1), False),
        (Clip("apex", "playing", 0, 53, 2), True),
    ],
)
def test_digits_stand_where_the_games_draw_them(clip: Clip, dark: bool):
    """White, in Apex black, inside the box where the real games have them."""
    picture = cv2.cvtColor(next(iter(shoot(clip, 2))), cv2.COLOR_YUV2GRAY_I420)
    height, width = picture.shape
    left, top, right, bottom = DIGITS[clip.game]
    digits = picture[
        round(top * height) : round(bottom * height), round(left * width) : round(right * width)
    ]
    assert (digits.min() < 50) if dark else (digits.max() > 215)
