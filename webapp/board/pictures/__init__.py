"""Small pictures of streams."""
