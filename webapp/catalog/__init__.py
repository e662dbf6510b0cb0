"""Which games and channels are watched, and with which settings?"""
