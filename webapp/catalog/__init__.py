"""Which games and channels are watched, and what do admins say of them?"""
