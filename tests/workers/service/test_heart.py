"""Does the heart beat exactly as long as the process is well?"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from workers.service.heart import ANSWER_SECONDS, Heart

pytestmark = pytest.mark.timed


class Steady:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "heart"


def beats(heart: Heart, clock: Steady, file: Path) -> bool:
    """Whether a turn two seconds later touches the file."""
    if file.exists():
        os.utime(file, (0, 0))
    clock.now += 2
    heart.beat()
    return file.exists() and file.stat().st_mtime > 0


def test_a_turn_of_the_loop_touches_the_file_once_a_second(file: Path) -> None:
    clock = Steady()
    heart = Heart(file, None, clock)
    assert beats(heart, clock, file)
    os.utime(file, (0, 0))
    clock.now += 0.1
    heart.beat()
    assert file.stat().st_mtime == 0
    assert beats(heart, clock, file)


def test_without_a_file_nothing_is_touched() -> None:
    Heart(None).beat()


def test_a_file_that_cannot_be_touched_ends_nothing(tmp_path: Path) -> None:
    Heart(tmp_path / "gone" / "heart").beat()


def test_a_pool_whose_threads_all_hang_stops_it_and_one_that_answers_again_starts_it(
    file: Path,
) -> None:
    clock, hung = Steady(), threading.Event()
    with ThreadPoolExecutor(2) as pool:
        heart = Heart(file, pool.submit, clock)
        assert beats(heart, clock, file)
        for _ in range(2):
            pool.submit(hung.wait)
        time.sleep(0.1)
        assert beats(heart, clock, file)
        clock.now += ANSWER_SECONDS + 2
        assert not beats(heart, clock, file)
        assert not beats(heart, clock, file)
        hung.set()
        time.sleep(0.2)
        assert beats(heart, clock, file)


def test_a_busy_pool_is_well(file: Path) -> None:
    clock = Steady()
    with ThreadPoolExecutor(1) as pool:
        heart = Heart(file, pool.submit, clock)
        for _ in range(50):
            pool.submit(time.sleep, 0.001)
            clock.now += ANSWER_SECONDS / 2
            pool.submit(int).result(10)  # whatever waited before is done
            assert beats(heart, clock, file)


def test_a_pool_that_shuts_down_is_well(file: Path) -> None:
    def refuse(call: Callable[[], None]) -> None:
        raise RuntimeError("cannot schedule new futures after shutdown")

    clock = Steady()
    assert beats(Heart(file, refuse, clock), clock, file)
