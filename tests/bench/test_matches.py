"""Are matches found and migrated in a real PostgreSQL? The bench in short, in a process of its own."""

import subprocess
import sys

import pytest

from demo.roles import CHECKOUT

SHORT = ("--matches", "1000", "--old", "500", "--visits", "2", "--seconds", "2")
"""What a million matches take is the bench's to say; here the queries and the locks count."""


@pytest.mark.slow
@pytest.mark.alone
def test_pages_answer_and_no_reader_meets_a_lock():
    done = subprocess.run(
        [sys.executable, "-m", "bench.matches", *SHORT],
        cwd=CHECKOUT,
        text=True,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "500 old matches migrated" in done.stdout
