"""Stand-ins of Kick's and YouTube's players, for neither can be had in a test."""
