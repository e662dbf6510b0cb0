"""What is live on Kick?"""
