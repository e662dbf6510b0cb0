"""Which series fire each alert, and which look alike and do not?"""

from __future__ import annotations

from dataclasses import dataclass, field

MINUTES = 30
"""How long every series lasts; alerts are checked at its end."""


@dataclass(frozen=True, slots=True)
class Case:
    """Series as promtool writes them, a sample a minute; the target's labels are added."""

    fires: dict[str, str]
    quiet: dict[str, str]
    labels: dict[str, str] = field(default_factory=dict)
    """What the fired alert says beyond its severity."""


def steady(value: float) -> str:
    return f"{value}x{MINUTES}"


def last(minutes: int, value: float, before: float) -> str:
    """``before``, and ``value`` for the last so many minutes."""
    return f"{before}x{MINUTES - minutes - 1} {value}x{minutes}"


def growing(by: float) -> str:
    return f"0+{by}x{MINUTES}"


CASES: dict[str, Case] = {
    "RotisserieSiteAway": Case(
        fires={"up{pod='a'}": last(2, 0, 1), "up{pod='b'}": steady(0)},
        quiet={"up{pod='a'}": steady(1), "up{pod='b'}": steady(0)},
    ),
    "RotisserieBoardStale": Case(
        fires={"rotisserie_board_age_seconds{game='all'}": last(2, 16, 2)},
        quiet={
            "rotisserie_board_age_seconds{game='all'}": steady(14),
            "rotisserie_board_age_seconds{game='pubg'}": steady(90),
        },
    ),
    "RotisserieScoreboardAway": Case(
        fires={
            "rotisserie_scoreboard_up{pod='a'}": steady(1),
            "rotisserie_scoreboard_up{pod='b'}": steady(1),
            "rotisserie_redis_up{pod='a',holds='queues'}": steady(1),
            "rotisserie_redis_up{pod='b',holds='queues'}": last(2, 0, 1),
        },
        quiet={
            "rotisserie_scoreboard_up{pod='a'}": last(0, 0, 1),
            "rotisserie_redis_up{pod='a',holds='looks'}": last(0, 0, 1),
        },
    ),
    "RotisserieDatabaseAway": Case(
        fires={
            "rotisserie_database_up{pod='a'}": steady(1),
            "rotisserie_database_up{pod='b'}": last(2, 0, 1),
        },
        quiet={"rotisserie_database_up{pod='a'}": last(0, 0, 1)},
    ),
    "RotisserieWorkersAway": Case(
        fires={
            "rotisserie_workers{role='ocr'}": last(2, 0, 2),
            "rotisserie_workers{role='beat'}": steady(1),
        },
        quiet={
            "rotisserie_workers{role='ocr',pod='a'}": steady(1),
            "rotisserie_workers{role='ocr',pod='b'}": last(1, 0, 1),
            "rotisserie_workers{role='beat'}": last(0, 0, 1),
        },
        labels={"role": "ocr"},
    ),
    "RotisserieNothingInPlay": Case(
        fires={
            "rotisserie_streams{game='all',phase='playing'}": last(11, 0, 2),
            "rotisserie_streams{game='all',phase='waiting'}": steady(4),
            "rotisserie_streams{game='all',phase='unknown'}": steady(1),
            "rotisserie_streams{game='pubg',phase='playing'}": steady(1),
        },
        quiet={
            "rotisserie_streams{game='all',phase='playing',pod='a'}": steady(0),
            "rotisserie_streams{game='all',phase='waiting',pod='a'}": steady(4),
            "rotisserie_streams{game='all',phase='playing',pod='b'}": steady(0),
            "rotisserie_streams{game='all',phase='waiting',pod='b'}": steady(4),
        },
    ),
    "RotisserieStreamsUnread": Case(
        fires={
            "rotisserie_unread_ratio{game='apex',pod='a'}": last(16, 0.51, 0.1),
            "rotisserie_unread_ratio{game='apex',pod='b'}": last(16, 0.51, 0.1),
            "rotisserie_unread_streams{game='apex',pod='a'}": steady(5),
            "rotisserie_unread_ratio{game='pubg'}": steady(0.5),
            "rotisserie_unread_streams{game='pubg'}": steady(20),
        },
        quiet={
            "rotisserie_unread_ratio{game='apex'}": last(14, 0.9, 0.1),
            "rotisserie_unread_streams{game='apex'}": steady(9),
            "rotisserie_unread_ratio{game='pubg'}": steady(1),
            "rotisserie_unread_streams{game='pubg'}": steady(4),
            "rotisserie_unread_ratio{game='all'}": steady(0.8),
            "rotisserie_unread_streams{game='all'}": steady(13),
        },
        labels={"game": "apex"},
    ),
    "RotisserieLooksWait": Case(
        fires={
            "rotisserie_queue_length{queue='ocr'}": last(3, 101, 5),
            "rotisserie_queue_length{queue='capture'}": steady(90),
        },
        quiet={"rotisserie_queue_length{queue='ocr'}": last(1, 500, 100)},
        labels={"queue": "ocr"},
    ),
    "RotisserieQueueOld": Case(
        fires={
            "rotisserie_queue_oldest_seconds{queue='capture'}": last(3, 11, 0),
            "rotisserie_queue_oldest_seconds{queue='ocr'}": steady(2),
            "rotisserie_queue_oldest_seconds{queue='scan'}": steady(900),
        },
        quiet={"rotisserie_queue_oldest_seconds{queue='capture'}": last(1, 60, 9)},
        labels={"queue": "capture"},
    ),
    "RotisserieDiscoveryFails": Case(
        fires={"rotisserie_faults{step='discover'}": steady(1)},
        quiet={
            "rotisserie_faults{step='discover'}": last(4, 1, 0),
            "rotisserie_faults{step='publish'}": steady(1),
        },
    ),
    "RotisserieReadsFail": Case(
        fires={
            "rotisserie_looks_total{state='ok'}": growing(70),
            "rotisserie_looks_total{state='unreadable'}": growing(20),
            "rotisserie_looks_total{state='error'}": growing(10),
        },
        quiet={
            "rotisserie_looks_total{state='ok'}": growing(70),
            "rotisserie_looks_total{state='unreadable'}": growing(15),
            "rotisserie_looks_total{state='offline'}": growing(15),
        },
    ),
    "RotisserieClockOffset": Case(
        fires={
            "rotisserie_clock_offset_seconds{role='capture'}": last(6, -2.5, 0),
            "rotisserie_clock_offset_seconds{role='beat'}": steady(0.1),
        },
        quiet={
            "rotisserie_clock_offset_seconds{role='capture'}": steady(-1.9),
            "rotisserie_clock_offset_seconds{role='beat'}": last(4, 9, 0),
        },
        labels={"role": "capture"},
    ),
    "RotisserieWebhooksWait": Case(
        fires={
            "rotisserie_webhook_oldest_seconds{pod='a'}": last(6, 901, 0),
            "rotisserie_webhook_oldest_seconds{pod='b'}": steady(0),
        },
        quiet={"rotisserie_webhook_oldest_seconds{pod='a'}": last(4, 2000, 899)},
    ),
}
