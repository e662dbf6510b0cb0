"""Does the bench of codecs decode and read what it encoded?"""

from __future__ import annotations

import pytest

from bench.readers import codecs


@pytest.mark.parametrize("codec", codecs.ENCODERS)
def test_one_picture_in_each_codec(codec: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codecs, "FRAMES", 2)
    filmed = [(clip, list(codecs._copied(clip))) for clip in codecs.clips(1, seed=7)]
    outcome = codecs.measured(filmed, codec, 4000)
    assert outcome.fields == {"right": 2}
    assert outcome.decode_ms[0] > 0
    assert bool(outcome.rows_ms) == (codec == "H.264")
    assert outcome.keyframe_bytes[0] > 1000
