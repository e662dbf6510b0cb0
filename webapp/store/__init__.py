"""How does the site reach Redis, and what happens if it cannot?"""
