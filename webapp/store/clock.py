"""What time is it for the site? Every age that it tells is counted from here."""

from __future__ import annotations

import time


def now() -> float:
    """Epoch seconds."""
    return time.time()
