"""What does a second and a third Redis take off the first?"""
