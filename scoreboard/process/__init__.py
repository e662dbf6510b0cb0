"""What does every process have: the shared time, its log, the buckets of its durations?"""
