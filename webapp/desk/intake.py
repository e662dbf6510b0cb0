"""How is what workers leave in Redis stored in the database, complete and exactly once?"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any, TypeVar

from django.db import DataError, IntegrityError, transaction
from django.db.models import Model

from scoreboard.forecast.curve import MAX_POINTS
from scoreboard.requests import Finish, Seen
from scoreboard.store import Store
from webapp.desk.matches.flipbook import flipbook
from webapp.desk.matches.recordings import want_recordings
from webapp.desk.models import Doubt, Match
from webapp.store.clock import instant
from webapp.store.clock import now as site_now

OPEN_DOUBTS_KEPT = 1000
PICTURES_KEPT_DAYS = 7
MAX_REASON_LENGTH = 200
MAX_PLACE = 1000
"""No game has as many players."""
Made = TypeVar("Made")
log = logging.getLogger(__name__)


def take_in(store: Store) -> int:
    """One turn of the web process's background loop: how many rows were found.

    What is there already is passed over, so that several web processes, or one that died half way, do no harm.
    """
    finishes, doubts = store.finishes(), store.doubts()
    if finishes:
        matches = _readable(finishes, lambda row: _match(store, Finish.from_json(row)))
        _keep(Match, matches)
        store.forget_finishes(finishes)
        want_recordings(store, matches)
        store.forget_looks((match.channel, match.ended_at.timestamp()) for match in matches)
        _drop_old_pictures()
    if doubts:
        _keep(Doubt, _readable(doubts, lambda row: _doubt(Seen.from_json(row))))
        store.forget_doubts(doubts)
        _drop_old_doubts()
    return len(finishes) + len(doubts)


def _readable(rows: Iterable[bytes], make: Callable[[bytes], Made]) -> list[Made]:
    """What was made of each row. One that cannot be read is dropped: it would hold up all the others."""
    made: list[Made] = []
    for row in rows:
        try:
            made.append(make(row))
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as fault:
            log.warning("dropped a row that cannot be read (%s): %.200r", fault, row)
    return made


def _keep(model: type[Model], made: list[Any]) -> None:
    """Together, or one by one when the database refuses one of them."""
    try:
        with transaction.atomic():
            model._default_manager.bulk_create(made, ignore_conflicts=True)
    except (ValueError, TypeError, DataError, IntegrityError):
        for row in made:
            _keep_one(model, row)


def _keep_one(model: type[Model], row: Any) -> None:
    try:
        with transaction.atomic():
            model._default_manager.bulk_create([row], ignore_conflicts=True)
    except (ValueError, TypeError, DataError, IntegrityError) as fault:
        log.warning("dropped a row that the database refuses (%s): %.200r", fault, row)


def _match(store: Store, finish: Finish) -> Match:
    looks = store.moment_looks(finish.channel, finish.ended_at)
    last_look = looks[-1] if looks else None
    return Match(
        channel=finish.channel[:64],
        name=finish.name[:80],
        game=finish.game[:40],
        ended_at=instant(finish.ended_at),
        began_at=instant(finish.began_at) if finish.began_at else None,
        alive=finish.alive,
        kills=finish.kills,
        won=finish.won,
        mode=finish.mode,
        result=finish.result or ("won" if finish.won else ""),
        place=finish.place if finish.place and 0 < finish.place <= MAX_PLACE else None,
        watched_until=instant(finish.watched_until) if finish.watched_until else None,
        curve=_curve(finish) or None,
        page_url=finish.page_url,
        picture=store.moment_preview(finish.channel, finish.ended_at) or last_look,
        flipbook=flipbook(looks),
    )


def _curve(finish: Finish) -> list[tuple[int, int]]:
    fell = [(at, alive) for at, alive in finish.curve if at >= 0 and 0 <= alive <= MAX_PLACE]
    return fell[:MAX_POINTS]


def _doubt(seen: Seen) -> Doubt:
    return Doubt(
        channel=seen.channel[:64],
        game=seen.game[:40],
        captured_at=instant(seen.captured_at),
        frame_height=seen.frame_height,
        alive=seen.alive,
        kills=seen.kills,
        confidence=seen.confidence,
        reason=seen.reason[:MAX_REASON_LENGTH],
        cutouts=seen.cutouts,
    )


def _drop_old_doubts() -> None:
    """Nobody judges thousands: the oldest open ones go."""
    open_ones = Doubt.objects.filter(verdict=Doubt.Verdict.OPEN)
    oldest = open_ones.values_list("pk", flat=True)[OPEN_DOUBTS_KEPT : OPEN_DOUBTS_KEPT + 500]
    Doubt.objects.filter(pk__in=list(oldest)).delete()


def _drop_old_pictures() -> None:
    before = instant(site_now()) - timedelta(days=PICTURES_KEPT_DAYS)
    old = Match.objects.filter(ended_at__lt=before, ended_at__gt=before - timedelta(days=1))
    old.exclude(picture=None, flipbook=None).update(picture=None, flipbook=None)
