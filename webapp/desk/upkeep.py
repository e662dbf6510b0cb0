"""What do the admin pages need done in the background?"""

from __future__ import annotations

from collections.abc import Callable

from django.db import close_old_connections

from webapp.desk.forecasting import learn_forecasts
from webapp.desk.health.sampler import write_sample
from webapp.desk.imports.work import work
from webapp.desk.intake import take_in
from webapp.desk.matches.recordings import take_recordings
from webapp.joining.answer import take_answers
from webapp.store.clock import now as site_now
from webapp.store.link import store

UPKEEP_SECONDS = 2.0


def upkeep() -> None:
    """One turn. What one part raises does not hold up the others; the first error is raised at the end."""
    faults: list[Exception] = []
    parts: tuple[Callable[[], object], ...] = (
        lambda: work(store()),
        lambda: take_in(store()),
        lambda: learn_forecasts(store()),
        lambda: take_recordings(store()),
        lambda: take_answers(store()),
        lambda: write_sample(store(), site_now()),
    )
    close_old_connections()
    try:
        for part in parts:
            try:
                part()
            except Exception as fault:
                faults.append(fault)
    finally:
        close_old_connections()
    if faults:
        raise faults[0]
