"""What does the desk do by itself in a web process?"""

from __future__ import annotations

import time

from django.db import close_old_connections

from webapp.desk.health.sampler import write_sample
from webapp.desk.imports.work import work
from webapp.desk.intake import take_in
from webapp.store.link import store

UPKEEP_SECONDS = 2.0


def upkeep() -> None:
    """One turn. Raises errors of the database and of Redis; the next turn does what this one could not."""
    close_old_connections()
    try:
        work()
        take_in(store())
        write_sample(store(), time.time())
    finally:
        close_old_connections()
