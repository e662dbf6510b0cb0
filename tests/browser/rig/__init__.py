"""Matches, a video, a whole pipeline: what the browser tests run on, and how they look at the page."""
