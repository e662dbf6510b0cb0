"""What do workers say of a channel that was submitted: does it exist, and is it live?"""

from __future__ import annotations

from scoreboard.requests import ASK_EXPIRES_SECONDS, Ask
from scoreboard.store import Store
from webapp.joining.models import Submission

AGAIN_SECONDS = ASK_EXPIRES_SECONDS + 5.0
"""A question that no worker has answered is put again."""


def ask_about(submission: Submission, store: Store) -> None:
    """Once in a while, whoever asks. Raises errors of Redis."""
    if store.start_checking(str(submission.pk), AGAIN_SECONDS):
        _ask(submission, store)


def ask_now(submission: Submission, store: Store) -> None:
    """A moderator wants to know. Raises errors of Redis."""
    store.forget_answer(ask_id(submission))
    _ask(submission, store)


def _ask(submission: Submission, store: Store) -> None:
    subject = f"{submission.platform} {submission.login} {submission.url}"
    store.ask(Ask(ask_id(submission), "channel", subject, 0.0))


def ask_id(submission: Submission) -> str:
    return f"submission-{submission.pk}"
