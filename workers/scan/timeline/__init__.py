"""What do the looks at a recording tell?"""
