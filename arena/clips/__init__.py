"""What is a clip, and how does it become a segment?"""
