"""Changes, pushed as server-sent events."""
