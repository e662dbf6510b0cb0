"""How is an event compressed once for all viewers who accept compressed events?

A full flush ends each event's block: it refers to nothing before it, so viewers who join later can read it as well. One
that is packed after another may refer to that one alone: a third of the size, for whoever has just read the other.
"""

from __future__ import annotations

import zlib

HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
"""Of gzip (RFC 1952): deflate, no name, no time, any system. The end never comes."""


def packed(wire: bytes, after: bytes = b"") -> bytes:
    """``after``: what the reader has unpacked last, and what stands in its window therefore (RFC 1951, 2)."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS, zdict=after)
    return packer.compress(wire) + packer.flush(zlib.Z_FULL_FLUSH)
