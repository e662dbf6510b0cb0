"""Which process sends what, when, and what is noted of it?"""
