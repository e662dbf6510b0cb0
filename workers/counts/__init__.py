"""What did the work cost?"""
