"""What can an admin decide about a stream on the live board, and how is it undone?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest

from scoreboard.models import Stream
from webapp.catalog.channels.channel_page import channel_page
from webapp.catalog.limits import printable, sentence_of
from webapp.catalog.models import Channel

Rule = Channel.Rule
UNDOABLE = 20
"""Decisions a session can take back, the newest first."""
SESSION = "live-decisions"
NAME_LENGTH = 80
WORDS = {"block": "blocked", "feature": "featured", "unfeature": "no longer featured"}


class NotDone(ValueError):
    """The sentence says why."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided, and what the catalog said before."""

    channel: str
    name: str
    action: str
    rule: str
    featured: bool
    was: tuple[str, bool] | None
    """Rule and featured; ``None``: the channel was not in the catalog."""


def decide(request: HttpRequest, action: str, channel: str, stream: Stream | None) -> str:
    """A sentence for the admin. Raises ``NotDone`` and ``PermissionDenied``."""
    row = Channel.objects.filter(channel=channel).first()
    if row is None and stream is None:
        raise NotDone(f"{channel} is not live and not in the catalog, so nothing was changed.")
    was = (row.rule, row.featured) if row else None
    row = row or _new(request, channel, stream)
    _CHANGES[action](row)
    _save(row)
    name = str(row)
    _note(
        request,
        row,
        f"{WORDS[action].capitalize()} (live board).",
        ADDITION if was is None else CHANGE,
    )
    decision = Decision(channel, name, action, row.rule, row.featured, was)
    request.session[SESSION] = [asdict(decision), *request.session.get(SESSION, [])][:UNDOABLE]
    where = "" if stream or action == "block" else " It is not live now."
    return f"{name} is {WORDS[action]}.{where}"


def undo(request: HttpRequest) -> str:
    """Takes the newest decision of this session back. Raises ``NotDone``."""
    decisions = request.session.get(SESSION, [])
    if not decisions:
        raise NotDone("There is nothing to undo.")
    newest = Decision(**decisions[0])
    request.session[SESSION] = decisions[1:]
    row = Channel.objects.filter(channel=newest.channel).first()
    if row is None or (row.rule, row.featured) != (newest.rule, newest.featured):
        raise NotDone(f"{newest.name} was changed in the meantime, so nothing was undone.")
    if newest.was is None:
        _note(request, row, "Removed again (live board, undo).", DELETION)
        row.delete()
    else:
        row.rule, row.featured = newest.was
        _save(row)
        _note(request, row, "Undone (live board).", CHANGE)
    return (
        f"Undone: {newest.name} is not {WORDS[newest.action]}."
        if newest.action != "unfeature"
        else f"Undone: {newest.name} is featured."
    )


def last_decision(request: HttpRequest) -> str:
    """In words; empty when there is nothing to undo."""
    decisions = request.session.get(SESSION, [])
    return f"{decisions[0]['name']} is {WORDS[decisions[0]['action']]}." if decisions else ""


def _new(request: HttpRequest, channel: str, stream: Stream | None) -> Channel:
    if not request.user.has_perm("catalog.add_channel"):
        raise PermissionDenied
    assert stream is not None
    name = printable(stream.name)[:NAME_LENGTH]
    return Channel(channel=channel, rule=Rule.ALLOW, name=name, url=channel_page(stream))


def _block(row: Channel) -> None:
    row.rule = Rule.BLOCK


def _feature(row: Channel) -> None:
    row.featured = True


def _unfeature(row: Channel) -> None:
    row.featured = False


_CHANGES: dict[str, Callable[[Channel], None]] = {
    "block": _block,
    "feature": _feature,
    "unfeature": _unfeature,
}


def _save(row: Channel) -> None:
    try:
        row.full_clean()
    except ValidationError as refused:
        raise NotDone(f"{row}: {sentence_of(refused)}") from None
    row.save()


def _note(request: HttpRequest, row: Channel, sentence: str, flag: int) -> None:
    user: Any = request.user
    LogEntry.objects.log_actions(user.pk or 0, [row], flag, sentence, single_object=True)
