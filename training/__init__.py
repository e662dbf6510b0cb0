"""How the finder and the digit reader are taught: on pictures the project renders itself."""
