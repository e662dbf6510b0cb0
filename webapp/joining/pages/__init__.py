"""The pages that streamers open."""
