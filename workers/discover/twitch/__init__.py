"""What does Twitch say is live?"""
