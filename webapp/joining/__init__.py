"""Streamers who add their own channel: where, and what becomes of it?"""
