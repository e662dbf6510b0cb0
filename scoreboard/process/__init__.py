"""What does every process keep: the shared time, its log, the buckets of its durations?"""
