"""A recording that an admin wants scanned: in a process of its own, watched by a worker."""
