"""How is a moderator's verdict carried out, and written into the history?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.db import transaction
from django.http import HttpRequest

from webapp.joining import decide
from webapp.joining.models import Submission


@transaction.atomic
def accept(request: HttpRequest, submission: Submission) -> None:
    """Raises ``NotDone``, as the others do."""
    decide.accept(submission, request.user.get_username())
    if submission.added is not None:
        _note(request, submission.added, ADDITION, "Added (submission accepted).")
    _note(request, submission, CHANGE, f"Accepted for {submission.game}.")


@transaction.atomic
def decline(request: HttpRequest, submission: Submission) -> None:
    decide.decline(submission, request.user.get_username())
    _note(request, submission, CHANGE, "Declined.")


@transaction.atomic
def reopen(request: HttpRequest, submission: Submission) -> None:
    added = submission.added
    if added is not None:
        _note(request, added, DELETION, "Removed again (submission reopened).")
    decide.reopen(submission, request.user.get_username())
    _note(request, submission, CHANGE, "Reopened.")


def _note(request: HttpRequest, changed: Any, flag: int, sentence: str) -> None:
    LogEntry.objects.log_actions(
        request.user.pk or 0, [changed], flag, sentence, single_object=True
    )


VERDICTS: dict[str, Callable[[HttpRequest, Submission], None]] = {
    "accept": accept,
    "decline": decline,
    "reopen": reopen,
}
