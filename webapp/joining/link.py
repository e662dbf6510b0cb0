"""Where does a streamer see how a submission stands? Whoever has this link may take the channel off again."""

from __future__ import annotations

from django.core.signing import BadSignature, Signer

from webapp.joining.models import Submission

_SEPARATOR = "."
MAX_LENGTH = 120


def link_of(submission: Submission) -> str:
    """Signed with the site's key and not stored: whoever reads the database cannot make one."""
    return f"/add/{_signer(submission).sign(str(submission.pk))}/"


def by_token(token: str) -> Submission | None:
    """``token`` as it stands in the link."""
    key = token.partition(_SEPARATOR)[0]
    if len(token) > MAX_LENGTH or not (key.isascii() and key.isdigit() and len(key) < 19):
        return None
    submission = Submission.objects.select_related("game", "added").filter(pk=int(key)).first()
    if submission is None:
        return None
    try:
        _signer(submission).unsign(token)
    except BadSignature:
        return None
    return submission


def _signer(submission: Submission) -> Signer:
    """The time is signed, too: a database that lost everything gives the same numbers to others."""
    asked = f"{submission.asked_at.timestamp():.6f}"
    return Signer(sep=_SEPARATOR, salt=f"webapp.joining {asked}")
