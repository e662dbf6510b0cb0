"""Previews of streams."""
