"""Streams whose video moves and whose counters are not read."""
