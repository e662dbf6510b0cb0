"""How is the system doing, as numbers and charts of the last hours?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_GET
from redis.exceptions import RedisError

from scoreboard.health import ABSTAINED, LABELS, RIGHT, Sample, between, looks_between
from scoreboard.queues import QUEUES
from scoreboard.store import Store
from webapp.board.words import STATE_WORDS
from webapp.catalog.models import Game
from webapp.desk.accounts.access import needs, page
from webapp.desk.health.chart import Chart, chart
from webapp.desk.health.sampler import sample
from webapp.desk.start.state import state
from webapp.store.clock import now as site_now
from webapp.store.link import store

SHOWN_MINUTES = 360
LATELY_MINUTES = 15


@dataclass(frozen=True, slots=True)
class Cause:
    words: str
    looks: int
    share: float
    kind: str
    """read, abstained or failed."""


@needs("catalog.view_game")
@require_GET
def health_page(request: HttpRequest) -> HttpResponseBase:
    games = dict(Game.objects.filter(enabled=True).values_list("slug", "name"))
    now = site_now()
    try:
        facts = facts_of(store(), games, now)
    except RedisError:
        facts = None
    template = "desk/health_facts.html" if request.GET.get("part") == "rows" else "desk/health.html"
    return page(request, template, "Health", facts=facts, sentences=state(store(), now))


def facts_of(board_store: Store, games: dict[str, str], now: float) -> dict[str, Any]:
    latest, kept = sample(board_store, now), board_store.samples(SHOWN_MINUTES)
    samples = [each for each in kept if now - each.at <= SHOWN_MINUTES * 60]
    lately = next((each for each in samples if now - each.at <= LATELY_MINUTES * 60), latest)
    return {
        "now": latest,
        "minutes": max(1, round((latest.at - lately.at) / 60)),
        "causes": causes(lately, latest),
        "per_minute": _per_minute(lately, latest),
        "queues": _queues(latest),
        "workers": _workers(board_store, now),
        "discoveries": _discoveries(board_store, games, now),
        "platforms": _platforms(board_store, now),
        "charts": charts([*samples, latest]),
    }


def causes(before: Sample, after: Sample) -> list[Cause]:
    """The looks in between by how they ended, the most frequent first."""
    made = {state: count for state, count in looks_between(before, after).items() if count > 0}
    total = sum(made.values())
    rows = [
        Cause(
            STATE_WORDS.get(state, state) if state not in RIGHT else "Read",
            count,
            count / total,
            _kind(state),
        )
        for state, count in made.items()
    ]
    return sorted(rows, key=lambda row: -row.looks)


def charts(samples: list[Sample]) -> list[Chart]:
    rates = between(samples)
    return [
        chart("Checks per minute", [(rate.at, rate.looks_per_minute) for rate in rates]),
        chart(
            "Checks with a reading, percent",
            [(rate.at, 100 * rate.right_share) for rate in rates if rate.right_share is not None],
            top=100,
        ),
        chart("Tasks waiting", [(each.at, sum(each.waiting.values())) for each in samples]),
        chart(
            "Oldest waiting task, seconds",
            [(each.at, max(each.oldest_seconds.values(), default=0.0)) for each in samples],
        ),
        chart("Streams in play", [(each.at, each.in_play) for each in samples]),
        chart("Redis memory, MB", [(each.at, each.memory_bytes / 1e6) for each in samples]),
    ]


def _kind(state: str) -> str:
    return "read" if state in RIGHT else "abstained" if state in ABSTAINED else "failed"


def _per_minute(before: Sample, after: Sample) -> float | None:
    seconds = after.at - before.at
    return 60 * sum(looks_between(before, after).values()) / seconds if seconds > 5 else None


def _queues(latest: Sample) -> list[tuple[str, int, float | None]]:
    return [
        (queue, latest.waiting.get(queue, 0), latest.oldest_seconds.get(queue)) for queue in QUEUES
    ]


def _workers(board_store: Store, now: float) -> list[tuple[str, str, float]]:
    return [
        (name, row["version"], max(0.0, now - row["at"]))
        for name, row in board_store.workers(now).items()
    ]


def _platforms(board_store: Store, now: float) -> list[dict[str, Any]]:
    """Those that we know; ``state`` is ``None`` without credentials."""
    states = board_store.platforms()
    return [
        {
            "label": label,
            "state": (state := states.get(name)),
            "age": max(0.0, now - state.at) if state else None,
        }
        for name, label in LABELS.items()
    ]


def _discoveries(board_store: Store, games: dict[str, str], now: float) -> list[dict[str, Any]]:
    found, faults = board_store.found(), board_store.faults()
    return [
        {
            "game": name,
            "streams": found.get(slug, {}).get("streams"),
            "age": now - found[slug]["at"] if slug in found else None,
            "fault": faults.get(("discover", slug), {}).get("sentence", ""),
        }
        for slug, name in games.items()
    ]
