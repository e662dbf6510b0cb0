import random
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.clips.clip import GAMES, LINES, PLAYERS
from arena.library import every_clip
from arena.script.course import PHASES, course
from arena.script.match import Pace, lobby, matches, play, states
from arena.script.mishap import PLANS, befall, plan

games = st.sampled_from(GAMES)
lines = st.integers(0, LINES - 1)
seeds = st.integers()
paces = st.builds(Pace, st.floats(2, 60), st.floats(4, 600), st.floats(2, 60))
modes = st.sampled_from(["solo", "teams"])


def shown(showings):
    return [showing.picture for showing in showings]


@given(games, lines, seeds, paces)
def test_everybody_gathers_their_number_falls_and_a_screen_tells_the_end(game, line, seed, pace):
    showings = list(play(game, line, random.Random(seed), pace, 2.0))
    clips, course = shown(showings), showings[-1].course
    assert clips[0].screen == "lobby"
    played = [clip for clip in clips if clip.screen == "playing"]
    assert played[0].alive == PLAYERS[game]
    counted = [(clip.alive or 0, clip.kills or 0) for clip in played]
    assert all(
        later[0] <= earlier[0] and later[1] >= earlier[1] for earlier, later in pairwise(counted)
    )
    told = {clip.screen for clip in clips} & {"over", "out"}
    assert told == {"won": {"over"}, "placed": {"out"}, "left": set()}[course.result]
    if course.result == "won":
        assert played[-1].alive == course.players - len(course.falls) <= 4
        assert clips[-1].screen == "over"
    if course.result == "placed":
        assert {clip.alive for clip in clips if clip.screen == "out"} == {course.place}


@given(games, modes, seeds)
def test_who_died_is_placed_by_the_number_that_was_alive(game, mode, seed):
    match = course(game, mode, random.Random(seed), 1000.0)
    assert list(match.falls) == sorted(match.falls)
    assert match.leaves_at <= match.ends_at
    if match.dies_at is not None:
        assert match.alive_at(match.dies_at) >= match.alive_at(match.ends_at)
        assert 2 <= match.place <= match.players
        if mode == "solo":
            assert match.place <= match.alive_at(match.dies_at) + 1
        assert match.dies_at <= match.leaves_at


@pytest.mark.parametrize("game", GAMES)
def test_matches_differ_as_they_do(game):
    """In length by more than a factor of two; most streamers die, few of them watch to the end; squads win as such."""
    rng = random.Random(5)
    played = [course(game, "teams", rng, 1000.0) for _ in range(400)]
    lengths = sorted(match.ends_at for match in played)
    assert lengths[-8] > 2 * lengths[8]
    dead = [match for match in played if match.dies_at is not None]
    assert 0.5 < len(dead) / len(played) < 0.8
    assert 0.05 < sum(match.leaves_at == match.ends_at for match in dead) / len(dead) < 0.3
    assert {match.alive_at(match.ends_at) for match in played} == {1, 2, 3, 4}.intersection(
        range(1, 4 if game == "apex" else 5)
    )


@pytest.mark.parametrize("game", GAMES)
def test_the_number_falls_in_steps(game):
    """More die while a circle shrinks than while it stands."""
    rng = random.Random(5)
    standing, shrinking = [], []
    for match in (course(game, "solo", rng, 1000.0) for _ in range(200)):
        for since, until, _ in PHASES[2:5]:
            fell = [match.alive_at(match.ends_at * share) for share in (since - 0.03, since, until)]
            standing.append((fell[0] - fell[1]) / fell[0] / 0.03)
            shrinking.append((fell[1] - fell[2]) / fell[1] / (until - since))
    assert sum(shrinking) > 2 * sum(standing)


@given(games, lines, seeds)
def test_early_steps_are_large_and_late_ones_single(game, line, seed):
    counts = [clip.alive or 0 for clip in states(game, line)]
    steps = [earlier - later for earlier, later in pairwise(counts)]
    assert max(steps[:5]) >= 3
    assert set(steps[-8:]) == {1}


@given(seeds, games, st.sampled_from([(), *PLANS]))
def test_whatever_befalls_a_channel_the_library_holds_its_picture(seed, game, kinds):
    rng = random.Random(seed)
    clips = set(every_clip())
    for showing in islice(befall(matches(game, rng, Pace(), 2.0), kinds, rng, 2.0), 600):
        assert not showing.published or showing.picture in clips


def test_nine_of_twelve_channels_are_healthy_and_each_game_has_its_share():
    healthy = [number for number in range(12) if not plan(number)]
    assert len(healthy) == 9
    assert [sum(number % 3 == game for number in healthy) for game in range(3)] == [3, 3, 3]
    assert {plan(number) for number in range(12)} == {(), *PLANS}


@pytest.mark.parametrize("game", GAMES)
def test_a_lobby_number_is_never_a_count_of_survivors(game):
    for clip in lobby(game):
        assert clip.phase == "waiting"
        assert clip.alive_drawn == (clip.alive if game == "fortnite" else None)
