"""Everything on one machine, on simulated live matches."""
