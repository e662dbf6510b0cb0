"""Is everything that Rotisserie needs there, and what is to be done where it is not?"""
