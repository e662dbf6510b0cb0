"""What does each game draw on top of its picture?"""
