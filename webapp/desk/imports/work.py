"""How is a table of channels imported into the catalog, part by part?"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.core.exceptions import ValidationError
from django.db import InterfaceError, OperationalError, transaction
from django.utils.timezone import now
from redis.exceptions import RedisError

from scoreboard.models import Stream
from scoreboard.store import Store
from webapp.catalog.channels.resolve import for_many
from webapp.catalog.channels.stream_url import stream_url
from webapp.catalog.limits import sentence_of
from webapp.catalog.models import Channel, Game
from webapp.desk.imports.read_table import LINE, Row, RowRefused
from webapp.desk.imports.table import Known, channel_from
from webapp.desk.models import ChannelImport, RefusedRow

ROWS_AT_ONCE = 200
FIRST_LINE = 2
"""Of a row that does not say its line, as earlier versions stored them: the first line names the columns."""
_KEPT = ("done", "added", "changed", "refused_count", "state", "worked_at")
ABANDONED_SECONDS = 60.0
"""After this long without progress another web process continues where the last one stopped."""
NOT_SAVED = "The row could not be saved."
log = logging.getLogger(__name__)


def work(store: Store | None = None, budget_parts: int = 5) -> int:
    """Some parts of the oldest import; how many rows were done. Each part is done whole or not at all."""
    done = 0
    for _ in range(budget_parts):
        part = _part(store)
        if part == 0:
            break
        done += part
    return done


def _part(store: Store | None) -> int:
    claimed = _claim()
    if claimed is None:
        return 0
    with transaction.atomic():
        job = ChannelImport.objects.select_for_update().get(pk=claimed)
        if job.state != ChannelImport.State.RUNNING:
            return 0
        rows = job.rows[job.done : job.done + ROWS_AT_ONCE]
        known = _known(store)
        refused = [
            refusal
            for number, row in enumerate(rows, job.done + FIRST_LINE)
            if (refusal := _take(job, number, row, known))
        ]
        RefusedRow.objects.bulk_create(refused)
        job.done += len(rows)
        job.worked_at = None
        if job.done >= job.total:
            job.state = ChannelImport.State.DONE
            ChannelImport.objects.filter(pk=claimed).update(rows=[])
        job.save(update_fields=_KEPT)
    return len(rows)


def _known(store: Store | None) -> Known:
    """Without Redis a name on the board that is in no catalog is not found; everything else is."""
    live: Mapping[str, Stream] = {}
    if store is not None:
        with suppress(RedisError):
            live = store.streams()
    resolve = for_many()
    return Known(tuple(Game.objects.all()), live, lambda text: stream_url(text, resolve))


def _claim() -> int | None:
    """One process works at an import at a time."""
    waiting = ChannelImport.objects.filter(state=ChannelImport.State.RUNNING).order_by("pk")
    for pk, worked_at in waiting.values_list("pk", "worked_at"):
        if worked_at is not None and now() - worked_at < timedelta(seconds=ABANDONED_SECONDS):
            continue
        if waiting.filter(pk=pk, worked_at=worked_at).update(worked_at=now()):
            return int(pk)
    return None


def _take(job: ChannelImport, number: int, row: Row, known: Known) -> RefusedRow | None:
    """Whatever a row raises, it is refused and the import continues; a database that is away stops the part."""
    try:
        with transaction.atomic():
            channel = channel_from(row, known)
            is_new = channel.pk is None
            channel.full_clean()
            channel.save()
            _note(job, channel, is_new)
    except RowRefused as refused:
        return _refusal(job, number, row, str(refused))
    except ValidationError as refused:
        return _refusal(job, number, row, sentence_of(refused))
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        log.exception("import of %s: line %s could not be saved", job.file_name, number)
        return _refusal(job, number, row, NOT_SAVED)
    job.added += is_new
    job.changed += not is_new
    return None


def _refusal(job: ChannelImport, number: int, row: Row, sentence: str) -> RefusedRow:
    job.refused_count += 1
    line = row.get(LINE, "")
    cells = {name: cell for name, cell in row.items() if name != LINE}
    return RefusedRow(
        job=job, line=int(line) if line.isdigit() else number, reason=sentence, cells=cells
    )


def _note(job: ChannelImport, channel: Channel, is_new: bool) -> None:
    if job.begun_by_id:
        LogEntry.objects.log_actions(
            job.begun_by_id,
            [channel],
            ADDITION if is_new else CHANGE,
            f"Imported from {job.file_name}.",
            single_object=True,
        )
