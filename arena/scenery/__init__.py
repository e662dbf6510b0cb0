"""What does the world behind the HUD look like?"""
