import random
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.clips.clip import GAMES, LINES, PLAYERS
from arena.library import every_clip
from arena.script.match import Pace, lobby, matches, play, states
from arena.script.mishap import PLANS, befall, plan

games = st.sampled_from(GAMES)
lines = st.integers(0, LINES - 1)
seeds = st.integers()
paces = st.builds(Pace, st.floats(2, 60), st.floats(4, 600), st.floats(2, 60))


@given(games, lines, seeds, paces)
def test_everybody_gathers_their_number_falls_to_one_and_the_end_screen_follows(
    game, line, seed, pace
):
    clips = list(play(game, line, random.Random(seed), pace, 2.0))
    screens = [clip.screen for clip in clips]
    assert screens == sorted(screens, key=["lobby", "playing", "over"].index)
    played = [clip for clip in clips if clip.screen == "playing"]
    assert played[0].alive == PLAYERS[game]
    assert played[-1].alive == 1
    counted = [(clip.alive or 0, clip.kills or 0) for clip in played]
    assert all(
        later[0] <= earlier[0] and later[1] >= earlier[1] for earlier, later in pairwise(counted)
    )
    assert len(played) == max(2, round(pace.playing_seconds / 2))


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
