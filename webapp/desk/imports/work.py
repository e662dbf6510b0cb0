"""How does a table of channels come into the catalog, part by part?"""

from __future__ import annotations

from datetime import timedelta

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import now

from webapp.catalog.models import Channel, Game
from webapp.desk.imports.table import RowRefused, channel_from
from webapp.desk.models import ChannelImport

ROWS_AT_ONCE = 200
REFUSALS_KEPT = 200
_KEPT = ("done", "added", "changed", "refused", "refused_count", "state", "worked_at")
ABANDONED_SECONDS = 60.0
"""After this long without a word another web process goes on where the last one stopped."""


def work(budget_parts: int = 5) -> int:
    """Some parts of the oldest import that waits; how many rows were done. Each part is done whole or not at all."""
    done = 0
    for _ in range(budget_parts):
        part = _part()
        if part == 0:
            break
        done += part
    return done


def _part() -> int:
    claimed = _claim()
    if claimed is None:
        return 0
    with transaction.atomic():
        job = ChannelImport.objects.select_for_update().get(pk=claimed)
        if job.state != ChannelImport.State.RUNNING:
            return 0
        rows = job.rows[job.done : job.done + ROWS_AT_ONCE]
        games = {game.slug: game for game in Game.objects.all()}
        for number, row in enumerate(rows, job.done + 2):  # the first line names the columns
            _take(job, number, row, games)
        job.done += len(rows)
        job.worked_at = None
        if job.done >= job.total:
            job.state = ChannelImport.State.DONE
            ChannelImport.objects.filter(pk=claimed).update(rows=[])
        job.save(update_fields=_KEPT)
    return len(rows)


def _claim() -> int | None:
    """One process works at an import at a time."""
    waiting = ChannelImport.objects.filter(state=ChannelImport.State.RUNNING).order_by("pk")
    for pk, worked_at in waiting.values_list("pk", "worked_at"):
        if worked_at is not None and now() - worked_at < timedelta(seconds=ABANDONED_SECONDS):
            continue
        if waiting.filter(pk=pk, worked_at=worked_at).update(worked_at=now()):
            return int(pk)
    return None


def _take(job: ChannelImport, number: int, row: dict[str, str], games: dict[str, Game]) -> None:
    try:
        channel = channel_from(row, games)
        is_new = channel.pk is None
        channel.full_clean()
        channel.save()
    except RowRefused as refused:
        _refuse(job, number, str(refused))
    except ValidationError as refused:
        _refuse(job, number, " ".join(refused.messages))
    else:
        job.added += is_new
        job.changed += not is_new
        _note(job, channel, is_new)


def _refuse(job: ChannelImport, number: int, sentence: str) -> None:
    job.refused_count += 1
    if len(job.refused) < REFUSALS_KEPT:
        job.refused.append([number, sentence])


def _note(job: ChannelImport, channel: Channel, is_new: bool) -> None:
    if job.begun_by_id:
        LogEntry.objects.log_actions(
            job.begun_by_id,
            [channel],
            ADDITION if is_new else CHANGE,
            f"By the table {job.file_name}.",
            single_object=True,
        )
