"""Readings that a person reviews."""
