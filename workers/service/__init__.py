"""How does a worker process reach Redis, and how does it show that it is well?"""
