"""How does a worker process reach Redis, and how does it report that it is healthy?"""
