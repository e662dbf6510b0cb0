"""Which upper rows of a keyframe can be read before all of its bytes have come?"""
