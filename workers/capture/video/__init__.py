"""Which picture is in the bytes of a segment?"""
