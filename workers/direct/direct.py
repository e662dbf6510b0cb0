"""Which boards are made now, and how often?"""

from __future__ import annotations

import time
from weakref import WeakKeyDictionary

from scoreboard.store import Store
from workers.direct.boards import KeptBoards

LEASE_SECONDS = 5.0
REST = 3.0
"""After making boards the lease is held for this many times the CPU time it took: the worker stays mostly idle."""
_kept: WeakKeyDictionary[Store, KeptBoards] = WeakKeyDictionary()


def direct_games(store: Store, everything: bool, now: float) -> int:
    """Makes the boards that may have changed, or all of them; returns how many."""
    token = store.start_directing(LEASE_SECONDS)
    if not token:
        return 0
    began = time.thread_time()
    try:
        return _kept.setdefault(store, KeptBoards()).make(store, everything, now)
    finally:
        store.rest_from_directing(token, REST * (time.thread_time() - began))
