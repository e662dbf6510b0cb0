"""Submissions that a moderator decides on."""
