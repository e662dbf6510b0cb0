"""What does a playlist say?"""
