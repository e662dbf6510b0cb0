"""Tests of the list, its settings and the pages around the board, in a real browser."""
