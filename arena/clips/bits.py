"""What do the bits of a coded picture say? As ISO/IEC 14496-10 writes them (7.2, 9.1)."""


class Bits:
    """Reads the payload of a NAL unit without its emulation prevention; beyond the end all bits are 0."""

    def __init__(self, payload: bytes, place: int = 0) -> None:
        self._number = int.from_bytes(payload, "big")
        self._size = len(payload) * 8
        self.place = place

    def u(self, width: int) -> int:
        """An unsigned number of so many bits."""
        self.place += width
        shift = self._size - self.place
        number = self._number >> shift if shift >= 0 else self._number << -shift
        return number & ((1 << width) - 1)

    def ue(self) -> int:
        """An unsigned Exp-Golomb number."""
        zeros = 0
        while not self.u(1):
            zeros += 1
            if zeros > 32:
                raise ValueError("a number has no end")
        return (1 << zeros) - 1 + self.u(zeros)

    def se(self) -> int:
        """A signed Exp-Golomb number."""
        number = self.ue()
        return (number + 1) // 2 if number % 2 else -number // 2

    def left(self) -> int:
        """How many bits come before the one that ends the payload (7.3.2.11)."""
        trailing = (self._number & -self._number).bit_length()
        return self._size - trailing - self.place
