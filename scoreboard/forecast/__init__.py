"""How long does a match still run? Learned from the curves of those that were watched."""
