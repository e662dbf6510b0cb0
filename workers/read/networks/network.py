"""How is a trained network run?  By ONNX Runtime, loaded once, in the thread that asks."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

import cv2
import numpy as np
import onnxruntime
from numpy.typing import NDArray

Network = NDArray[np.float32]

cv2.setNumThreads(1)

_folder: Traversable = files("workers.read.networks").joinpath("weights")


@cache
def _session(name: str) -> onnxruntime.InferenceSession:
    """Takes inputs of any size; several threads may run it at once."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    weights = _folder.joinpath(f"{name}.onnx").read_bytes()
    return onnxruntime.InferenceSession(weights, options, ["CPUExecutionProvider"])


def read_weights_from(folder: Traversable) -> None:
    """From now on, in this process: how training compares new weights with those that ship."""
    global _folder
    _folder = folder
    _session.cache_clear()


def run(name: str, batch: Network) -> Network:
    """The output of the network ``name`` for ``batch``, shape (n, channels, height, width)."""
    (found,) = _session(name).run(None, {"pictures": batch})
    result: Network = found
    return result


def softmax(logits: Network) -> Network:
    """Chances that add up to 1 along the last axis."""
    raised = np.exp(logits - logits.max(-1, keepdims=True))
    result: Network = raised / raised.sum(-1, keepdims=True)
    return result
