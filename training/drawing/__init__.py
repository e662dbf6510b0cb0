"""What are the scenes drawn with?"""
