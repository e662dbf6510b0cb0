"""How is a HUD taught from about ten labelled frames?"""
