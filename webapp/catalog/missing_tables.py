"""Does the database have any tables?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import close_old_connections, connection

TABLES_SECONDS = 5.0
EMPTY_SECONDS = 20.0
"""A database is empty for this long before the site creates its tables: an installation creates its own."""
_LOCK = 0x726F7469  # nobody else's number in this database


class Tables:
    """Creates the tables again in a database that lost everything; an older database is left to whoever upgrades it."""

    def __init__(self) -> None:
        self._empty_since: float | None = None
        self._is_half_made = False

    def make_if_lost(self, now: float) -> bool:
        """One turn: whether tables were made; ``now`` is a monotonic clock's. Raises errors of the database."""
        close_old_connections()
        try:
            if not is_empty() and not self._is_half_made:
                self._empty_since = None
                return False
            self._empty_since = now if self._empty_since is None else self._empty_since
            return now - self._empty_since >= EMPTY_SECONDS and self._make()
        finally:
            close_old_connections()

    def _make(self) -> bool:
        """An error half way is raised, and the next turn goes on from there: the other loops read a table as soon
        as there is one, and the database may end a migration to break a deadlock with them.
        """
        with _alone():
            if not is_empty() and not self._is_half_made:
                return False
            self._is_half_made = True
            call_command("migrate", interactive=False, verbosity=0)
            self._is_half_made = False
            return True


def is_empty() -> bool:
    return not connection.introspection.table_names()


@contextmanager
def _alone() -> Iterator[None]:
    """Of all processes of the site, where the database can tell them apart."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


tables = Tables()
