"""Recordings that admins have scanned."""
