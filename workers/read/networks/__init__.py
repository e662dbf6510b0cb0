"""What do the trained networks see?"""
