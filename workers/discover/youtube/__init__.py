"""What is live on YouTube?"""
