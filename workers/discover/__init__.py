"""Which streams are live?"""
