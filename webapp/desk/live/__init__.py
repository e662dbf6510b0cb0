"""The board as admins see it."""
