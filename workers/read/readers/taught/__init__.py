"""How is a game read whose HUD was taught from labelled frames?"""
