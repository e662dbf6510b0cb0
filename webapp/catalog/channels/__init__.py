"""Channels: how they come in and why one is not shown."""
