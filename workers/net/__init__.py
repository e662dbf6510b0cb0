"""How are requests made?"""
