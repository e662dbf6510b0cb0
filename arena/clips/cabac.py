"""Which bins are in the arithmetic code of a slice? ISO/IEC 14496-10, 9.3, as far as its first macroblock needs it."""

from arena.clips.bits import Bits

# By ctxIdx: m and n for slices of intra macroblocks (tables 9-12 to 9-33).
CONTEXTS = {3: (20, -15), 6: (-28, 127), 7: (-23, 104), 9: (-1, 54), 10: (7, 51), 60: (0, 41), 62: (0, 63),
            63: (0, 63), 64: (-9, 83), 68: (13, 41), 69: (3, 62), 73: (-17, 127), 74: (-13, 102), 75: (0, 82),
            76: (-7, 74), 77: (-21, 107), 88: (-11, 115), 96: (-30, 127), 105: (-7, 93), 134: (-13, 108),
            166: (24, 0), 195: (26, -19), 228: (-6, 42), 232: (0, 58), 248: (-15, 55), 252: (-12, 73),
            399: (31, 21), 402: (-17, 120), 417: (23, -13), 427: (-1, 23), 431: (-2, 55)}  # fmt: skip
# rangeTabLPS (table 9-44), a row for each probability state.
RANGES = (
    *((128, 176, 208, 240), (128, 167, 197, 227), (128, 158, 187, 216), (123, 150, 178, 205)),
    *((116, 142, 169, 195), (111, 135, 160, 185), (105, 128, 152, 175), (100, 122, 144, 166)),
    *((95, 116, 137, 158), (90, 110, 130, 150), (85, 104, 123, 142), (81, 99, 117, 135)),
    *((77, 94, 111, 128), (73, 89, 105, 122), (69, 85, 100, 116), (66, 80, 95, 110)),
    *((62, 76, 90, 104), (59, 72, 86, 99), (56, 69, 81, 94), (53, 65, 77, 89)),
    *((51, 62, 73, 85), (48, 59, 69, 80), (46, 56, 66, 76), (43, 53, 63, 72)),
    *((41, 50, 59, 69), (39, 48, 56, 65), (37, 45, 54, 62), (35, 43, 51, 59)),
    *((33, 41, 48, 56), (32, 39, 46, 53), (30, 37, 43, 50), (29, 35, 41, 48)),
    *((27, 33, 39, 45), (26, 31, 37, 43), (24, 30, 35, 41), (23, 28, 33, 39)),
    *((22, 27, 32, 37), (21, 26, 30, 35), (20, 24, 29, 33), (19, 23, 27, 31)),
    *((18, 22, 26, 30), (17, 21, 25, 28), (16, 20, 23, 27), (15, 19, 22, 25)),
    *((14, 18, 21, 24), (14, 17, 20, 23), (13, 16, 19, 22), (12, 15, 18, 21)),
    *((12, 14, 17, 20), (11, 14, 16, 19), (11, 13, 15, 18), (10, 12, 15, 17)),
    *((10, 12, 14, 16), (9, 11, 13, 15), (9, 11, 12, 14), (8, 10, 12, 14)),
    *((8, 9, 11, 13), (7, 9, 11, 12), (7, 9, 10, 12), (7, 8, 10, 11)),
    *((6, 8, 9, 11), (6, 7, 9, 10), (6, 7, 8, 9), (2, 2, 2, 2)),
)
# transIdxLPS (table 9-45).
AFTER_UNLIKELY = (0, 0, 1, 2, 2, 4, 4, 5, 6, 7, 8, 9, 9, 11, 11, 12, 13, 13, 15, 15, 16, 16, 18, 18, 19, 19, 21, 21,
                  22, 22, 23, 24, 24, 25, 26, 26, 27, 27, 28, 29, 29, 30, 30, 30, 31, 32, 32, 33, 33, 33, 34, 34,
                  35, 35, 35, 36, 36, 36, 37, 37, 37, 38, 38, 63)  # fmt: skip


class Bins:
    """Decodes the bins of a slice whose macroblocks begin at the bit where ``bits`` stands."""

    def __init__(self, bits: Bits, quantizer: int) -> None:
        self._bits = bits
        self._states = {index: _state(m, n, quantizer) for index, (m, n) in CONTEXTS.items()}
        self.width = 510
        self._offset = bits.u(9)

    @property
    def place(self) -> int:
        """The bit after the last one that was read."""
        return self._bits.place

    def bin(self, context: int) -> int:
        """By its context (9.3.3.2.1)."""
        state, likely = self._states[context]
        unlikely_width = RANGES[state][self.width >> 6 & 3]
        self.width -= unlikely_width
        if self._offset >= self.width:
            self._offset -= self.width
            self.width = unlikely_width
            self._states[context] = AFTER_UNLIKELY[state], likely ^ (state == 0)
            found = 1 - likely
        else:
            self._states[context] = min(62, state + 1), likely
            found = likely
        self._renew()
        return found

    def bypass(self) -> int:
        """As likely 0 as 1 (9.3.3.2.3)."""
        self._offset = self._offset << 1 | self._bits.u(1)
        if self._offset < self.width:
            return 0
        self._offset -= self.width
        return 1

    def last(self) -> int:
        """Before raw samples and at the end of a slice (9.3.3.2.2.3)."""
        self.width -= 2
        if self._offset >= self.width:
            return 1
        self._renew()
        return 0

    def _renew(self) -> None:
        while self.width < 256:
            self.width <<= 1
            self._offset = self._offset << 1 | self._bits.u(1)


def _state(m: int, n: int, quantizer: int) -> tuple[int, int]:
    """How likely the likelier bin is, and which it is (9.3.1.1)."""
    before = max(1, min(126, (m * max(0, min(51, quantizer)) >> 4) + n))
    return (63 - before, 0) if before <= 63 else (before - 64, 1)
