"""What happens when the disk of the database is full?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest


@pytest.fixture
def full_disk(db) -> Callable[[], AbstractContextManager[None]]:
    """While it lasts, SQLite has no page more than it has now."""
    return _full_disk


@contextmanager
def _full_disk() -> Iterator[None]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA max_page_count")
        (before,) = cursor.fetchone()
        cursor.execute("PRAGMA max_page_count = 1")  # no less than it has
        yield
        cursor.execute(f"PRAGMA max_page_count = {before}")
