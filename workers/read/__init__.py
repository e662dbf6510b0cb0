"""Pixels to a reading: which reader reads this game?"""

from workers.read.reader import Reader, reader_for

__all__ = ["Reader", "reader_for"]
