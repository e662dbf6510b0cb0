"""What is a receiver told, and how does it know that it is true?"""
