"""Filters for the admin templates."""
