import re
from itertools import pairwise

from tests.arena.conftest import BEGAN, Theatre


def tag(text: str, name: str) -> int:
    return int(found(rf"#EXT-X-{name}:(\d+)", text))


def found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    assert match, text
    return match[1]


def entries(text: str) -> list[tuple[int, bool]]:
    """(sequence, whether it follows a discontinuity) of each segment."""
    listed, broken = [], False
    for line in text.splitlines():
        broken = broken or line == "#EXT-X-DISCONTINUITY"
        if line.endswith(".ts"):
            listed.append((int(line[:-3]), broken))
            broken = False
    return listed


def test_the_window_slides_and_every_number_stays_with_its_segment(theatre: Theatre):
    seen: dict[int, tuple[bool, int]] = {}
    last = (-1, -1)
    for tick in range(0, 130):
        theatre.clock.now = BEGAN + tick * 0.7
        status, body, _ = theatre.get("/live/troubled/index.m3u8")
        if status == 404:
            assert 28 <= tick * 0.7 < 40
            continue
        text = body.decode()
        listed = entries(text)
        assert listed[0][0] == tag(text, "MEDIA-SEQUENCE")
        assert all(later == earlier + 1 for (earlier, _), (later, _) in pairwise(listed))
        assert len(listed) <= 6
        assert (tag(text, "MEDIA-SEQUENCE"), listed[-1][0]) >= last
        last = (tag(text, "MEDIA-SEQUENCE"), listed[-1][0])
        count = tag(text, "DISCONTINUITY-SEQUENCE")
        for sequence, broken in listed:
            count += broken
            assert seen.setdefault(sequence, (broken, count)) == (broken, count)
    assert sum(broken for broken, _ in seen.values()) == 4


def test_dates_are_the_true_time_and_two_seconds_apart(theatre: Theatre):
    theatre.clock.now = BEGAN + 7.9
    dates = re.findall(r"PROGRAM-DATE-TIME:(\S+)", theatre.playlist("matches"))
    assert dates[-1] == "2027-01-15T08:00:04.000Z"
    assert dates[0] == "2027-01-15T07:59:54.000Z"


def test_an_advertisement_is_marked_from_its_beginning_to_its_end(theatre: Theatre):
    for seconds in (6, 8, 12, 16):
        theatre.clock.now = BEGAN + seconds
        mark = found(r"#EXT-X-DATERANGE:(.*)", theatre.playlist("troubled"))
        assert 'CLASS="twitch-stitched-ad"' in mark
        assert 'START-DATE="2027-01-15T08:00:04.000Z",DURATION=8.000' in mark
    theatre.clock.now = BEGAN + 26
    assert "DATERANGE" not in theatre.playlist("troubled")


def test_a_stalled_channel_keeps_its_last_playlist(theatre: Theatre):
    theatre.clock.now = BEGAN + 48
    before = theatre.playlist("troubled")
    theatre.clock.now = BEGAN + 58
    assert theatre.playlist("troubled") == before
    assert theatre.timeline("troubled")[-1]["state"] == "frozen"
    theatre.clock.now = BEGAN + 60
    assert theatre.playlist("troubled") != before
