"""What each game draws in the corner of its HUD, in all the ways it has been seen to."""
