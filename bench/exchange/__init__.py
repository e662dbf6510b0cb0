"""Does exchanging every role, one container after the other, disturb those who watch?"""
