"""Is a decoder noticed that does not leave alone what a cut keyframe lacks?"""

import pytest

from tests.workers.capture.video.rows.test_upper import keyframe
from workers.capture.video.rows import trial, upper


def test_the_decoder_at_hand_is_as_expected():
    assert trial.is_as_expected()


@pytest.mark.parametrize("option", [{"ec": "3"}, {"ec": "1"}])
def test_one_that_conceals(monkeypatch, option):
    monkeypatch.setitem(upper._OPTIONS, "ec", option["ec"])
    assert not trial.leaves_what_is_missing(trial.KEYFRAME.read_bytes())


def test_one_that_keeps_older_rows(monkeypatch):
    """As a buffer that is used again would be."""
    data, decoded = trial.KEYFRAME.read_bytes(), upper._decoded
    whole = decoded(data, b"")
    monkeypatch.setattr(upper, "_decoded", lambda cut, setup: whole)
    assert upper.decode_upper is trial.decode_upper
    assert trial.leaves_what_is_missing(data), "the same picture's rows are no harm"
    other = decoded(keyframe(), b"")
    monkeypatch.setattr(upper, "_decoded", lambda cut, setup: other)
    assert not trial.leaves_what_is_missing(data)


def test_one_that_goes_on_beyond_the_end(monkeypatch):
    monkeypatch.setattr(upper, "_DOUBTFUL_MACROBLOCKS", -200)
    assert not trial.leaves_what_is_missing(trial.KEYFRAME.read_bytes())


def test_a_damaged_trial():
    assert not trial.leaves_what_is_missing(b"")
