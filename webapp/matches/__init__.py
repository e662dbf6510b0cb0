"""Matches that were watched, as viewers find them."""
