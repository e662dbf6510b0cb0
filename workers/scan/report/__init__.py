"""How is a timeline written down?"""
