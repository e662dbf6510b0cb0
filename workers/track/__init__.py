"""What is believed of a stream?"""
