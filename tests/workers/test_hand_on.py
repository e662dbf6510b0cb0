"""What does a reader get of a look near the end of a match, and what only when it asks?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from scoreboard.store import Store
from tests.scoreboard.streams import PUBG, stream
from workers import tasks
from workers.counts.tally import Tally
from workers.look.look import BANNER, Look


def test_the_banner_waits_beside_the_look(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "store", lambda: store)
    monkeypatch.setattr(tasks, "tally", lambda: Tally(lambda: store))
    now = store.now()
    store.publish_catalog([PUBG], [], "v1")
    store.put_streams([stream("a")], {"a": now})
    assert store.take_due(now, 1, 6, "t")
    hud, banner = np.full((4, 9), 7, np.uint8), np.full((6, 8), 9, np.uint8)
    look = Look("a", "pubg", "t", now, 720, {"hud": hud, BANNER: banner}, now)
    for _ in range(2):
        tasks.hand_on(look, now, now)
    wanted = store.wanted("a", "t", take_look=True)
    assert wanted
    assert wanted.look
    found = Look.from_bytes(wanted.look)
    assert set(found.crops) == {"hud"}
    assert np.array_equal(tasks.banner_of(found), banner)
    assert tasks.banner_of(found) is None, "it is taken once"
    tasks.hand_on(look, now, now)
    assert tasks.banner_of(replace(found, token="another")) is None
