"""What does a stream show right now?"""

from workers.capture.camera import Camera, Limits
from workers.capture.take import capture, photograph
from workers.counts.timings import Timings
from workers.look.failure import CaptureFailed

__all__ = ["Camera", "CaptureFailed", "Limits", "Timings", "capture", "photograph"]
