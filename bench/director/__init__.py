"""An hour of a board, and what a director makes of it."""
