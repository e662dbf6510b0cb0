"""What does a broadcast look like whose every number is known? Simulated matches, live."""
