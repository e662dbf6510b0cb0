"""Is what can be left out left out when there is no time for it?"""

from __future__ import annotations

import numpy as np
import pytest

from arena.clips.clip import Clip
from arena.clips.encode import Encoding, encode
from arena.studio import shoot
from bench.readers.samples import keyframe
from scoreboard.games import known_games
from scoreboard.models import Reading
from workers.look.cut import cut
from workers.look.look import BANNER, Crops, Gray, Look
from workers.read import look as module
from workers.read.budget import Budget
from workers.read.look import read_look


def test_a_budget_is_saved_up_and_never_above_its_limit() -> None:
    now = [100.0]
    budget = Budget(0.1, 1.0, lambda: now[0])
    assert budget.allows()
    budget.spend(1.5)
    assert not budget.allows()
    now[0] += 4.9
    assert not budget.allows()
    now[0] += 0.2
    assert budget.allows()
    now[0] += 1000
    assert budget.allows()
    budget.spend(1.1)
    assert not budget.allows()


def test_the_banner_is_read_while_there_is_time_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[set[str]] = []

    class Reader:
        def read(self, crops: dict[str, object], frame_height: int, again: Budget) -> Reading:
            seen.append(set(crops))
            return Reading(None, None, "unknown", 0.0, "no counter found")

    monkeypatch.setattr(module, "reader_for", lambda game, taught: Reader())
    crop = np.zeros((9, 9), np.uint8)
    look = Look("a", "pubg", "t", 77.0, 720, {"hud": crop, "banner": crop})
    banners, again = Budget(0.0, 1e-9), Budget(0.0, 1e-9)
    readings = [read_look(look, known_games()["pubg"], banners, again) for _ in range(2)]
    assert seen == [{"hud", "banner"}, {"hud"}]
    assert [reading.captured_at for reading in readings] == [77.0, 77.0]


@pytest.mark.parametrize(
    ("clip", "opened"), [(Clip("pubg", "over", 1), 1), (Clip("pubg", "playing", 0, 9, 2), 0)]
)
def test_the_banner_is_fetched_where_no_counter_is_shown(clip: Clip, opened: int) -> None:
    game, fetched = known_games()["pubg"], list[Gray]()
    height, crops = cut(keyframe(encode(shoot(clip, 1), Encoding())), game)
    look, banner = Look("a", "pubg", "t", 77.0, height, crops).banner_apart()
    assert banner

    def fetch() -> Gray:
        fetched.append(banner.crops[BANNER])
        return fetched[-1]

    read_look(look, game, Budget(1, 1), Budget(1, 1), fetch_banner=fetch)
    assert len(fetched) == opened
    read_look(look, game.without_banner(), Budget(1, 1), Budget(1, 1), fetch_banner=fetch)
    assert len(fetched) == opened


def test_a_banner_that_has_expired_is_none_and_is_kept_once_fetched() -> None:
    crop, answers = np.zeros((9, 9), np.uint8), list[Gray | None]()
    crops = Crops({"hud": crop}, answers.pop)
    answers += [crop, None]
    with pytest.raises(KeyError):
        crops[BANNER]
    assert BANNER not in crops
    assert crops[BANNER] is crops[BANNER] is crop
    with pytest.raises(KeyError):
        crops["kills"]
