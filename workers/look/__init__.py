"""What does capture hand to the readers?"""
