"""Who is on air, and what has each channel published?"""
