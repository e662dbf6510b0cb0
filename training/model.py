"""What do the two networks look like?  Small enough for one core and 3 ms a look."""

from __future__ import annotations

from torch import Tensor, nn

from workers.read.networks.kinds import KINDS, WORDS

BLANK = 10


def _block(inputs: int, outputs: int, stride: int = 1, dilation: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, 3, stride, padding=dilation, dilation=dilation, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(inplace=True),
    )


class Finder(nn.Module):
    """(n, 1, h, w) region -> (n, kinds + 4, h / 4, w / 4): a heat logit per kind, then dx, dy, log width, log height.

    Centres as points, sizes by regression: Zhou et al., Objects as Points, 2019.
    """

    def __init__(self) -> None:
        super().__init__()
        self.body = nn.Sequential(
            _block(1, 12, stride=2),
            _block(12, 16),
            _block(16, 32, stride=2),
            _block(32, 32),
            _block(32, 32, dilation=2),
            _block(32, 32, dilation=3),
        )
        self.head = nn.Conv2d(32, len(KINDS) + 4, 1)
        nn.init.constant_(self.head.bias[: len(KINDS)], -4.0)

    def forward(self, region: Tensor, inside: Tensor | None = None) -> Tensor:
        """``inside``, of the region's shape, is 1 where there is any and 0 beyond its ends.

        What is beyond stays nothing from layer to layer, as it is to a convolution at the edge of what it is given:
        the output is that for the region alone.
        """
        seen = region
        for block in self.body:
            rows = seen.shape[2]
            seen = block(seen)
            if inside is not None:
                stride = rows // seen.shape[2]
                inside = inside[:, :, ::stride, ::stride]
                seen = seen * inside
        result: Tensor = self.head(seen)
        return result


class DigitReader(nn.Module):
    """(n, 3, 24, 56) strip, it by its surroundings, window -> (n, 11, 1, 28): logits of 0 to 9 and blank a column.

    Trained with connectionist temporal classification: Graves et al., 2006.
    """

    def __init__(self) -> None:
        super().__init__()
        self.body = nn.Sequential(
            _block(3, 12),
            nn.MaxPool2d(2),
            _block(12, 24),
            _block(24, 32),
            nn.MaxPool2d((2, 1)),
            _block(32, 48),
            _block(48, 48),
            nn.Conv2d(48, 64, (6, 3), padding=(0, 1), bias=False),
            nn.BatchNorm2d(64),
            nn.ReLU(inplace=True),
        )
        self.head = nn.Conv2d(64, BLANK + 1, 1)

    def forward(self, strips: Tensor) -> Tensor:
        result: Tensor = self.head(self.body(strips))
        return result


class WordReader(nn.Module):
    """(n, 1, 24, 96) the text beside a number -> (n, 5): logits of ``WORDS``."""

    def __init__(self) -> None:
        super().__init__()
        self.body = nn.Sequential(
            _block(1, 12),
            nn.MaxPool2d(2),
            _block(12, 24),
            nn.MaxPool2d(2),
            _block(24, 32),
            nn.MaxPool2d(2),
            _block(32, 48),
            nn.Flatten(),
        )
        self.head = nn.Linear(48 * 3 * 12, len(WORDS))

    def forward(self, strips: Tensor) -> Tensor:
        result: Tensor = self.head(self.body(strips))
        return result
