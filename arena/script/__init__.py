"""What does a channel show, one segment after the other?"""
