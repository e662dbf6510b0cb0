"""Which matches, kills and silences do looks tell?"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from scoreboard.games import known_games
from scoreboard.models import Reading
from workers.scan.report.chapters import Chapter, chapters_of, ffmetadata
from workers.scan.timeline.follow import Following
from workers.scan.timeline.records import Match, Seen, Timeline
from workers.scan.timeline.timeline import timeline_of

GAME = known_games()["pubg"]
LOBBY = Reading(40, None, "waiting", 1.0)
NOTHING = Reading(None, None, "unknown", 0.0, "no counter found")
WON = Reading(
    None, None, "over", 1.0, "the match has ended", result="won", place=1, result_confidence=1.0
)
OUT = replace(WON, result="placed", place=30)
BLURRED = Reading(None, None, "playing", 0.5, "digits not sure")


def playing(alive: int, kills: int | None = None) -> Reading:
    return Reading(alive, kills, "playing", 1.0, kills_confidence=1.0)


def told(*readings: Reading, every: float = 2.0) -> Timeline:
    following = Following(GAME)
    rows = [following.take(Seen(every * n, reading)) for n, reading in enumerate(readings)]
    return timeline_of(rows, every * len(readings))


def the(timeline: Timeline) -> Match:
    (match,) = timeline.matches
    return match


def test_a_match_begins_with_its_first_look_and_ends_with_the_first_without_it() -> None:
    match = the(told(LOBBY, LOBBY, playing(8), playing(7), playing(4), playing(3), NOTHING, WON))
    assert (match.begin, match.end, match.is_over, match.result) == (4.0, 12.0, True, "won")
    assert match.curve == ((6.0, 7), (8.0, 4), (10.0, 3))


def test_a_counter_that_cannot_be_read_is_a_silence_inside_of_its_match() -> None:
    match = the(told(BLURRED, playing(9), playing(9), BLURRED, BLURRED, playing(8), NOTHING, WON))
    assert (match.begin, match.end) == (0.0, 12.0)
    (first, second) = match.silences
    assert (first.begin, first.end, first.looks) == (0.0, 4.0, 2)
    assert (second.begin, second.end, second.reason) == (6.0, 10.0, "digits not sure")


def test_a_map_over_the_final_is_not_its_end() -> None:
    seen = [playing(5), playing(5), NOTHING, NOTHING, NOTHING, playing(3), playing(2), WON]
    match = the(told(*seen))
    assert (match.end, match.result) == (14.0, "won")
    assert match.silences[-1].end == 12.0, "a number is believed again with its second look"


def test_one_match_behind_another_without_a_lobby() -> None:
    first, second = told(
        playing(5), playing(4), playing(90), playing(89), playing(88), NOTHING
    ).matches
    assert (first.end, first.result, first.is_over) == (4.0, "left", True)
    assert (second.begin, second.is_over, second.result) == (4.0, False, "")


def test_who_died_and_watches_on_is_out_and_others_kills_do_not_count() -> None:
    watched = [playing(28, 5), playing(20, 6), playing(12, 7)]
    own = [playing(31, 1), playing(31, 1), playing(30, 2)]
    match = the(told(*own, OUT, OUT, *watched, NOTHING, LOBBY, LOBBY))
    assert (match.out, match.end, match.result, match.place) == (6.0, 16.0, "placed", 30)
    assert (match.kills, [kill.at for kill in match.kills_at]) == (2, [4.0])


def test_kills_from_before_the_recording_count_and_have_no_time() -> None:
    match = the(told(playing(31, 6), playing(30, 6), playing(29, 7), playing(28, 7)))
    assert match.kills == 7
    assert [(kill.at, kill.total, kill.count) for kill in match.kills_at] == [(4.0, 7, 1)]


def test_the_first_kill_of_a_game_that_draws_no_zero() -> None:
    match = the(told(playing(31), playing(30), playing(29, 1), playing(28, 3)))
    assert [(kill.at, kill.count) for kill in match.kills_at] == [(4.0, 1), (6.0, 2)]


def test_kills_together_are_one_highlight() -> None:
    calm = [playing(50, 2)] * 20
    timeline = told(playing(51, 0), playing(50, 0), playing(50, 1), playing(50, 2), *calm)
    (found,) = timeline.highlights
    assert (found.kind, found.begin, found.end, found.what) == (
        "kills",
        0.0,
        11.0,
        "2 kills in 2 s",
    )


def test_what_is_outside_of_matches_is_summed_up_by_reason() -> None:
    timeline = told(NOTHING, LOBBY, LOBBY, playing(9), playing(8), NOTHING, WON, NOTHING, NOTHING)
    lengths = {each.reason: each.end - each.begin for each in timeline.outside}
    assert lengths == {"lobby": 4.0, "no counter found": 6.0, "the match has ended": 2.0}


def test_a_recording_without_a_match() -> None:
    timeline = told(*[NOTHING] * 5)
    assert not timeline.matches
    assert chapters_of(timeline) == [Chapter(0.0, "Start")]


def test_chapters_are_as_youtube_wants_them() -> None:
    lobby, match = [LOBBY] * 8, [playing(40 - n) for n in range(36)]
    chapters = chapters_of(told(*lobby, *match, NOTHING, WON, *lobby, *lobby))
    assert [chapter.title for chapter in chapters] == [
        "Start",
        "Match 1: won",
        "Match 1: last ten",
        "After match 1",
    ]
    assert chapters[0].begin == 0
    assert all(b.begin - a.begin >= 10 for a, b in pairwise(chapters))


def test_ffmpeg_reads_the_chapters(tmp_path) -> None:
    av = pytest.importorskip("av")
    timeline = told(*[LOBBY] * 8, *[playing(40 - n) for n in range(36)], NOTHING, WON)
    file = tmp_path / "chapters.ffmeta"
    file.write_text(ffmetadata(timeline))
    with av.open(str(file), format="ffmetadata") as opened:
        found = [(c["start"] / 1000, c["metadata"]["title"]) for c in opened.chapters()]
    assert found == [(chapter.begin, chapter.title) for chapter in chapters_of(timeline)]
