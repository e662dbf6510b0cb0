"""Who is in front of whom on the machine's cores?"""

import os
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def usual_scheduling() -> Iterator[None]:
    """SVT-AV1 (4.1, in PyAV 18.1) makes the thread that opens it real-time where the user may do that: SCHED_FIFO, 99.
    All processes that it starts later inherit that, and starve the others on the machine.
    """
    if not hasattr(os, "sched_setscheduler"):
        yield
        return
    policy, parameters = os.sched_getscheduler(0), os.sched_getparam(0)
    try:
        yield
    finally:
        os.sched_setscheduler(0, policy, parameters)
