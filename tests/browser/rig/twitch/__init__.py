"""A stand-in of Twitch's embeds, for Twitch itself cannot be had in a test."""
