"""What does capture pass to the readers?"""
