"""The pipeline: discover, schedule, capture, read, track. No Django, no database."""
