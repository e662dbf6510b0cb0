#!/bin/sh
# opencv-onnx-bytes-ignore-engine: given an ONNX model as bytes, OpenCV 5.0 ignores which engine is asked for.
# Expected: readNetFromONNX(buffer, ENGINE_CLASSIC) runs on the classic engine, as readNetFromONNX(path, ENGINE_CLASSIC) does.
# Seen: bytes always get the new engine, which is the slower one for small networks: it has no Winograd convolutions, and
#       pads a single channel to eight (opencv-python-headless 5.0.0.93).
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check opencv-python-headless==5.0.0.93 numpy==2.4.6 onnx==1.23.2
"$folder/venv/bin/python" - "$folder/model.onnx" <<'PYTHON'
import sys
import time

import cv2
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

cv2.setNumThreads(1)
CHANNELS = 24


def convolution(index, inputs):
    weights = np.random.default_rng(index).normal(0, 0.1, (CHANNELS, inputs, 3, 3))
    name = f"weights{index}"
    return numpy_helper.from_array(weights.astype(np.float32), name), helper.make_node(
        "Conv", [f"x{index}", name], [f"x{index + 1}"], kernel_shape=[3, 3], pads=[1] * 4
    )


def value(name, channels):
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, channels, 64, 192])


layers = [convolution(index, CHANNELS if index else 1) for index in range(4)]
weights, nodes = zip(*layers)
graph = helper.make_graph(nodes, "g", [value("x0", 1)], [value("x4", CHANNELS)], weights)
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
onnx.save(model, sys.argv[1])
packed = np.fromfile(sys.argv[1], np.uint8)


def of_engine(given):
    """Kinds of layers, and the CPU milliseconds of a run."""
    network = cv2.dnn.readNetFromONNX(given, cv2.dnn.ENGINE_CLASSIC)
    picture, times = np.ones((1, 1, 64, 192), np.float32), []
    for _ in range(50):
        began = time.process_time()
        network.setInput(picture)
        network.forward()
        times.append(time.process_time() - began)
    kinds = {network.getLayer(network.getLayerId(name)).type for name in network.getLayerNames()}
    return kinds, 1000 * min(times)


file_kinds, file_ms = of_engine(sys.argv[1])
bytes_kinds, bytes_ms = of_engine(packed)
print("OpenCV", cv2.__version__)
print(f"expected: {sorted(file_kinds)} from a file and from bytes")
print(f"seen:     {sorted(file_kinds)} in {file_ms:.2f} ms from a file,")
print(f"          {sorted(bytes_kinds)} in {bytes_ms:.2f} ms from bytes")
sys.exit(0 if bytes_kinds != file_kinds else "the finding no longer holds")
PYTHON
