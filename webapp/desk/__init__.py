"""The admin pages: live board, doubts, matches, health."""
