"""What does a page's script hear when the database cannot save, because its disk is full, say?"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps

from django.db import DatabaseError
from django.http import HttpResponse

from webapp.desk.asking.ask import fault

log = logging.getLogger(__name__)
NOT_SAVED = "The database could not save this, so nothing was changed. Is its disk full?"
View = Callable[..., HttpResponse]


def saving(view: View) -> View:
    """One sentence, in place of a page about an error."""

    @wraps(view)
    def answered(*arguments: object, **named: object) -> HttpResponse:
        try:
            return view(*arguments, **named)
        except DatabaseError as reason:
            log.error("not saved: %s", reason)
            return fault(NOT_SAVED, 503)

    return answered
