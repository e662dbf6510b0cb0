"""Does every line have one shape, and is what repeats written once a minute?"""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest

from scoreboard.process.log import MAX_REMEMBERED, about, set_up


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [1000.0]
    monkeypatch.setattr("scoreboard.process.log.time.monotonic", lambda: now[0])
    return now


@pytest.fixture
def written(clock: list[float]) -> Iterator[io.StringIO]:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    root.handlers = []
    stream = io.StringIO()
    set_up("capture", "text", stream=stream)
    yield stream
    root.handlers, root.level = before, level


def lines(stream: io.StringIO) -> list[str]:
    return stream.getvalue().splitlines()


LOGGER = logging.getLogger("workers.capture.take")


def test_a_line_says_when_how_bad_who_and_which_channel(written: io.StringIO) -> None:
    LOGGER.warning("no picture for %d s", 5)
    with about("twitch-one"):
        LOGGER.info("looked")
    LOGGER.info("chosen", extra={"channel": "twitch-two"})
    first, second, third = lines(written)
    assert re.fullmatch(
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z WARNING capture workers\.capture\.take no picture for 5 s",
        first,
    )
    assert second.endswith("Z INFO capture workers.capture.take [twitch-one] looked")
    assert third.endswith("Z INFO capture workers.capture.take [twitch-two] chosen")


def test_as_json_it_is_one_object_a_line(written: io.StringIO) -> None:
    set_up("ocr", "json", stream=written)
    with about("twitch-one"):
        LOGGER.warning("two\nlines and a \x1b[31mcolor")
    try:
        raise ValueError("of ours")
    except ValueError:
        LOGGER.exception("failed")
    first, second = map(json.loads, lines(written))
    assert {**first, "time": ""} == {
        "time": "",
        "level": "WARNING",
        "role": "ocr",
        "logger": "workers.capture.take",
        "channel": "twitch-one",
        "message": "two\nlines and a \x1b[31mcolor",
    }
    assert second["message"] == "failed"
    assert second["error"].endswith("ValueError: of ours")
    assert "channel" not in second


def test_what_repeats_is_written_once_a_minute_with_its_count(
    written: io.StringIO, clock: list[float]
) -> None:
    for _ in range(600):
        LOGGER.warning("Redis does not answer")
        clock[0] += 0.09
    assert len(lines(written)) == 1
    clock[0] = 1060.0
    LOGGER.warning("Redis does not answer")
    _, repeats, again = lines(written)
    assert repeats.endswith("Redis does not answer (repeated 599 times within a minute)")
    assert again.endswith(" Redis does not answer")


def test_a_count_is_written_also_when_something_else_comes_next(
    written: io.StringIO, clock: list[float]
) -> None:
    with about("one"):
        LOGGER.warning("no picture")
        LOGGER.warning("no picture")
    clock[0] += 61
    LOGGER.info("something else")
    assert [line.partition("take ")[2] for line in lines(written)] == [
        "[one] no picture",
        "[one] no picture (repeated 1 times within a minute)",
        "something else",
    ]


def test_a_count_that_is_written_late_has_the_time_of_its_last_repeat(
    written: io.StringIO, clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = logging.getLogRecordFactory()
    at = 1_700_000_000.0

    def made_then(*given: Any, **more: Any) -> logging.LogRecord:
        record = made(*given, **more)
        record.created = at
        return record

    monkeypatch.setattr(logging, "_logRecordFactory", made_then)
    LOGGER.warning("no picture")
    at += 20
    LOGGER.warning("no picture")
    at += 1000
    clock[0] += 1020
    LOGGER.info("something else")
    assert [line.partition(" ")[0] for line in lines(written)] == [
        "2023-11-14T22:13:20.000Z",
        "2023-11-14T22:13:40.000Z",
        "2023-11-14T22:30:20.000Z",
    ]


def test_other_words_channels_and_levels_are_no_repeats(written: io.StringIO) -> None:
    for channel in ("one", "two"):
        with about(channel):
            LOGGER.warning("no picture")
            LOGGER.info("no picture")
            LOGGER.info("no picture %d", 2)
    assert len(lines(written)) == 6


def test_counts_are_written_at_the_end(written: io.StringIO) -> None:
    LOGGER.warning("bad")
    LOGGER.warning("bad")
    logging.getLogger().handlers[0].close()
    assert lines(written)[-1].endswith("bad (repeated 1 times within a minute)")


def test_many_different_lines_take_no_more_memory_than_a_bound(written: io.StringIO) -> None:
    for number in range(3 * MAX_REMEMBERED):
        LOGGER.info("line %d", number)
    assert len(lines(written)) == 3 * MAX_REMEMBERED
    assert len(logging.getLogger().handlers[0]._said) <= MAX_REMEMBERED  # type: ignore[attr-defined]
