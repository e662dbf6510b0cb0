"""What is shown now: which boards, and who is on air?"""
