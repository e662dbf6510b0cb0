"""Which stream is due next?"""
