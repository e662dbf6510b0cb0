"""Is the game told that a video's own words name?"""

import pytest

from workers.discover.youtube.words import game_of, query

GAMES = ["pubg", "apex legends", "call of duty", "call of duty: warzone"]


@pytest.mark.parametrize(
    ("title", "game"),
    [
        ("#PUBG duo", "pubg"),
        ("ＰＵＢＧ", "pubg"),
        ("pubgmobile", ""),
        ("APEX   Legends!", "apex legends"),
        ("legends of apex", ""),
        ("Call of Duty - Warzone", "call of duty: warzone"),
        ("Call of Duty 6", "call of duty"),
        ("first Apex Legends, then PUBG", "apex legends"),
        ("بث مباشر PUBG", "pubg"),
        ("", ""),
    ],
)
def test_the_first_name_in_a_title(title, game):
    assert game_of([title], GAMES) == game


def test_a_title_counts_before_tags_and_those_before_the_description():
    assert game_of(["solo", "pubg\napex legends", "call of duty"], GAMES) == "pubg"
    assert game_of(["", "", "we play call of duty"], GAMES) == "call of duty"
    assert game_of(["pubg"], ["?"]) == ""


def test_one_query_for_all():
    assert query(["pubg"]) == "pubg"
    assert query(["pubg", 'call of "duty"|x', "-apex"]) == 'pubg|"call of duty x"|"-apex"'
