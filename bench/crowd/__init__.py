"""Thousands of viewers, and the one web process that they ask."""
