"""What happened in a recording, match by match?"""
