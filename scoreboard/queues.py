"""What are Celery's queues called? They are Redis lists of the same names."""

CAPTURE, OCR, CONTROL = "capture", "ocr", "control"
QUEUES = (CAPTURE, OCR, CONTROL)
