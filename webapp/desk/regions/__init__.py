"""Where the readers look in the picture."""
