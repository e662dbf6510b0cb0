"""How is one request made, and what does its answer mean?"""
