"""How does the site reach Redis, and what when it does not?"""
