"""How is a trained network run?  By OpenCV, loaded once, with one instance for each size of input."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable

import cv2
import numpy as np
from numpy.typing import NDArray

Network = NDArray[np.float32]

cv2.setNumThreads(1)

_folder: Traversable = files("workers.read.networks").joinpath("weights")


@lru_cache(maxsize=64)
def _instance(name: str, shape: tuple[int, ...]) -> cv2.dnn.Net:
    """An instance keeps its buffers: changing the size of its input from look to look would reallocate them.

    From a file: given bytes, OpenCV 5.0 takes its new engine whatever is asked for, which has no Winograd convolutions.
    """
    with as_file(_folder.joinpath(f"{name}.onnx")) as weights:
        return cv2.dnn.readNetFromONNX(str(weights), cv2.dnn.ENGINE_CLASSIC)


def read_weights_from(folder: Traversable) -> None:
    """From now on, in this process: how training compares new weights with those that ship."""
    global _folder
    _folder = folder
    _instance.cache_clear()


def run(name: str, batch: Network) -> Network:
    """The output of the network ``name`` for ``batch``, shape (n, channels, height, width)."""
    instance = _instance(name, batch.shape)
    instance.setInput(batch)
    return instance.forward().astype(np.float32, copy=False)


def softmax(logits: Network) -> Network:
    """Chances that add up to 1 along the last axis."""
    raised = np.exp(logits - logits.max(-1, keepdims=True))
    result: Network = raised / raised.sum(-1, keepdims=True)
    return result
