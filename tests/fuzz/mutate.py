"""How is a valid input harmed?"""

from __future__ import annotations

from hypothesis import strategies as st

_INTERESTING = (
    b"\0\0\0\0",
    b"\xff\xff\xff\xff",
    b"\x7f\xff\xff\xff",
    b"\x80\0\0\0",
    b"\0\0\1",
    b"\0\0\3",
    b"\0",
    b"\n",
    b'"',
    b",",
    b"=",
    b"@",
    b"{",
    b"[" * 50,
    b"9" * 40,
    b"-1",
    b"1e999",
    b"NaN",
    b"\xc2\x85",
    b"\xe2\x80\xa8",
    b"\xed\xa0\x80",
    b"\x47",
)
_PLACE = st.floats(0, 1, exclude_max=True)
_KINDS = ("replace", "insert", "delete", "repeat", "cut", "swap", "flip")
_EDITS = st.tuples(
    st.sampled_from(_KINDS),
    _PLACE,
    st.one_of(st.sampled_from(_INTERESTING), st.binary(min_size=1, max_size=8)),
    st.integers(1, 400),
)


def harmed(seeds: list[bytes]) -> st.SearchStrategy[bytes]:
    """One of ``seeds`` after up to eight changes."""
    return st.tuples(st.sampled_from(seeds), st.lists(_EDITS, min_size=1, max_size=8)).map(
        lambda drawn: _changed(*drawn)
    )


def _changed(data: bytes, edits: list[tuple[str, float, bytes, int]]) -> bytes:
    for kind, place, piece, length in edits:
        at = int(place * len(data))
        data = _edited(data, kind, at, piece, length)
    return data


def _edited(data: bytes, kind: str, at: int, piece: bytes, length: int) -> bytes:
    before, after = data[:at], data[at:]
    if kind == "replace":
        return before + piece + after[len(piece) :]
    if kind == "insert":
        return before + piece + after
    if kind == "delete":
        return before + after[length:]
    if kind == "repeat":
        return before + after[:length] * 3 + after[length:]
    if kind == "cut":
        return before
    if kind == "swap":
        return before + after[length : 2 * length] + after[:length] + after[2 * length :]
    flipped = bytes([after[0] ^ piece[0]]) if after else b""
    return before + flipped + after[1:]
