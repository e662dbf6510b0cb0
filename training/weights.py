"""How are weights stored, and how does training continue from stored ones?"""

from __future__ import annotations

import warnings
from itertools import pairwise
from pathlib import Path

import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn

BOX_MAPS = 4
"""Of the finder's head, behind one heat map for each kind."""


def store(network: nn.Module, example: Tensor, free_axes: dict[int, str], path: Path) -> None:
    """Write ``network`` as ONNX with the axes named in ``free_axes`` of any size."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network,
            (example,),
            str(path),
            dynamo=False,
            input_names=["pictures"],
            output_names=["found"],
            dynamic_axes={"pictures": free_axes},
        )


def resume(network: nn.Module, path: Path) -> None:
    """Fill ``network`` with what ``store`` wrote to ``path``.

    Exporting folded each batch norm into the convolution before it. Here the norm adds the bias and is then frozen.
    Kinds added to the finder since keep their first, random weights.
    """
    stored = _stored(path)
    modules = [module for module in network.modules() if not [*module.children()]]
    with torch.no_grad():
        for module, after in pairwise([*modules, nn.Identity()]):
            if isinstance(module, nn.Conv2d | nn.Linear):
                weight, bias = stored.pop(0)
                _fill(module.weight, weight)
                if module.bias is not None:
                    _fill(module.bias, bias)
                elif isinstance(after, nn.BatchNorm2d):
                    _freeze(after, bias)
    if stored:
        raise ValueError(f"{path} has {len(stored)} layers more than {type(network).__name__}")


def _stored(path: Path) -> list[tuple[Tensor, Tensor]]:
    """Weight and bias of each layer that has any, in the order of their use."""
    graph = onnx.load(str(path)).graph
    arrays = {each.name: torch.tensor(numpy_helper.to_array(each)) for each in graph.initializer}
    return [
        (arrays[node.input[1]], arrays[node.input[2]])
        for node in graph.node
        if node.op_type in ("Conv", "Gemm")
    ]


def _fill(target: Tensor, source: Tensor) -> None:
    """All of it; where the finder has more kinds now, the heat maps it had and the box behind them."""
    if len(target) == len(source):
        target.copy_(source)
        return
    known = len(source) - BOX_MAPS
    target[:known] = source[:known]
    target[-BOX_MAPS:] = source[known:]


def _freeze(norm: nn.BatchNorm2d, bias: Tensor) -> None:
    """Only its bias still learns: with batches of one game it would forget the statistics of all others."""
    assert norm.running_mean is not None
    assert norm.running_var is not None
    norm.running_mean.zero_()
    norm.running_var.fill_(1.0)
    norm.weight.fill_((1 + norm.eps) ** 0.5)
    norm.bias.copy_(bias)
    norm.eval()
