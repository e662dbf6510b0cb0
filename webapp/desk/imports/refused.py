"""Which rows of an import were refused, and how are they downloaded?"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from webapp.desk.imports.read_table import COLUMNS, OF_A_REPORT
from webapp.desk.imports.spreadsheet import safe
from webapp.desk.models import ChannelImport, RefusedRow


def refused_of(job: ChannelImport, most: int | None = None) -> list[RefusedRow]:
    """In the order of the file; an import that an earlier version began has some without their cells."""
    earlier = [RefusedRow(line=line, reason=why, cells={}) for line, why in job.refused]
    return [*earlier, *job.refused_rows.all()[:most]][:most]


def refused_csv(rows: Iterable[RefusedRow]) -> str:
    """Line and reason, then the columns that any of them has."""
    kept = list(rows)
    columns = [name for name in COLUMNS if any(name in row.cells for row in kept)]
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow([*OF_A_REPORT, *columns])
    for row in kept:
        cells = [safe(str(row.cells.get(name, ""))) for name in columns]
        table.writerow([row.line, safe(row.reason), *cells])
    return written.getvalue()
