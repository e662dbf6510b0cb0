"""Recordings that are scanned for admins: to try a profile, or to get frames of."""
