"""Channels: how they are added, and why one is not shown."""
