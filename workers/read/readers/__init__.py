"""Who reads which game's counters?"""
