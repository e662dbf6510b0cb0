"""Is a HUD that the project never drew taught in the browser, by somebody new to the page, and is its stream ranked?"""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bench.teach.layouts import Screen
from bench.teach.live import broadcasting
from tests.desk.machine import Machine, wait_for
from tests.desk.teach.newcomer import Newcomer
from tests.workers.teach import drawn

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timed, pytest.mark.alone]
TAUGHT, RANKED_SECONDS = 10, 30.0
LEGIBLE = 2
"""A scenery on which each picture is read: over others a third to three quarters of them are silent."""
LOOKED_AT_OFTEN = """
from webapp.catalog.models import Game
game = Game.objects.get(slug="ring-royale")
game.waiting_seconds = 4
game.save()
"""


def test_ten_frames_teach_a_number_in_a_circle_and_its_stream_is_ranked(
    desk: Page, machine: Machine, tmp_path: Path
) -> None:
    frames = drawn.frames(drawn.CIRCLE, TAUGHT, seed=11)
    with broadcasting(LEGIBLE) as broadcast:
        broadcast.show("ring-one", drawn.CIRCLE, Screen(48, 2))
        admin = Newcomer(desk, machine.site)
        admin.adds_a_game("Ring Royale")
        admin.adds_a_channel(broadcast.url("ring-one"), "Ring Royale")
        admin.opens("Ring Royale")
        admin.teaches(frames, tmp_path)
        admin.enables()
        expect(desk.locator(".taught-versions .in-use")).to_contain_text("taught from 10 frames")
        for alive in (48, 45):
            broadcast.show("ring-one", drawn.CIRCLE, Screen(alive, 2))
            wait_for(
                lambda: [*machine.ranked("ring-royale").values()] == [alive],  # noqa: B023
                RANKED_SECONDS,
                f"{alive} are on the board",
            )
    print(f"{admin.clicks} clicks, {admin.keys} keys, {admin.seconds:.0f} s")
