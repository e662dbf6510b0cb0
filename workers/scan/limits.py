"""What may a scan take of the machine? A file can claim millions of pictures in a few bytes."""

from __future__ import annotations

import resource

import cv2

MAX_MEMORY_BYTES = 3 * 1024**3


def limit_memory(most_bytes: int = MAX_MEMORY_BYTES) -> None:
    """Of this process; one thread alone decodes and reads."""
    cv2.setNumThreads(1)
    limit(resource.RLIMIT_DATA, most_bytes)


def limit(what: int, most: int) -> None:
    """No more than ``most``, or than this process may take already."""
    _, hard = resource.getrlimit(what)
    resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(hard, most), hard))
