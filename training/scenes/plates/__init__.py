"""How does PUBG draw what stands at the top right?"""
