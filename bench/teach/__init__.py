"""How well does a HUD read that was taught from ten frames?"""
