"""Under which name does a worker report?"""

from __future__ import annotations

import os

import pytest

from workers.service.presence import reported_name


@pytest.mark.parametrize(
    ("hostname", "name"),
    [
        ("ocr@pod-1", "ocr@pod-1"),
        ("celery@machine", f"ocr-{os.getpid()}@machine"),
        ("celery-2@machine", "celery-2@machine"),
    ],
    ids=["named", "as Celery names all", "one of several"],
)
def test_workers_that_nobody_named_have_a_row_each(hostname: str, name: str) -> None:
    assert reported_name(hostname, "ocr") == name
