"""What does a stream show right now?"""

from workers.capture.camera import Camera, Limits
from workers.capture.failure import CaptureFailed
from workers.capture.take import capture, photograph
from workers.counts.timings import Timings

__all__ = ["Camera", "CaptureFailed", "Limits", "Timings", "capture", "photograph"]
