"""Pixels to a reading."""
