"""In which words does the page say things?"""

import pytest


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("PUBG: Battlegrounds", "PUBG"),
        ("Call of Duty: Warzone", "Warzone"),
        ("Fortnite", "Fortnite"),
        ("", ""),
    ],
)
def test_a_games_name_fits_into_a_row(name, short):
    from webapp.board.words import short_game

    assert short_game(name) == short
