"""What are Celery's queues called? They are Redis lists of the same names."""

CAPTURE, OCR, CONTROL = "capture", "ocr", "control"
SCAN = "scan"
"""Of recordings, which may take minutes: no worker takes it that was not told to by name."""
QUEUES = (CAPTURE, OCR, CONTROL, SCAN)
