"""Boards kept up to date: what a change costs does not grow with what stays the same."""
