"""Numbers that a person judges."""
