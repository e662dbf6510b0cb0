"""Which pictures of a recording are looked at?"""
