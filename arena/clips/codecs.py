"""How does a playlist name what a segment is coded in (RFC 6381)?"""

from arena.clips.encode import Encoding

_SEQUENCE = b"\0\0\1\x67"
"""Where H.264's sequence parameter set starts: profile, constraints and level are next (14496-10, 7.3.2.1.1)."""
_TYPE_BYTES = 4


def codecs(segment: bytes, encoding: Encoding) -> str:
    """``avc1.64001F``, ``hvc1.2.4.L120.90`` or ``av01.0.08M.10``; H.265 and AV1 behind their initialization section."""
    if encoding.codec == "hevc":
        return _hevc(_after(segment, b"hvcC"))
    if encoding.codec == "av1":
        return _av1(_after(segment, b"av1C"))
    return f"avc1.{_after(segment, _SEQUENCE)[:3].hex().upper()}"


def _after(segment: bytes, mark: bytes) -> bytes:
    """Enough for all that is needed."""
    place = segment.index(mark) + _TYPE_BYTES
    return segment[place : place + 16]


def _hevc(described: bytes) -> str:
    """Of a decoder configuration record (ISO/IEC 14496-15, 8.3.3.1), as its annex E names it."""
    profile, level = described[1], described[12]
    compatible = int(f"{int.from_bytes(described[2:6], 'big'):032b}"[::-1], 2)
    constraints = described[6:12].rstrip(b"\0")
    tier = "H" if profile & 0x20 else "L"
    words = [f"{profile & 0x1F}", f"{compatible:X}", f"{tier}{level}"]
    return ".".join(["hvc1", *words, *(f"{each:X}" for each in constraints)])


def _av1(described: bytes) -> str:
    """Of an AV1CodecConfigurationRecord (AV1 in ISOBMFF, 2.3.3), as section 5 names it."""
    profile, level, depth = described[1] >> 5, described[1] & 0x1F, described[2]
    tier, bits = "H" if depth & 0x80 else "M", 10 if depth & 0x40 else 8
    return f"av01.{profile}.{level:02d}{tier}.{bits:02d}"
