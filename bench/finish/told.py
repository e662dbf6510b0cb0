"""Which result may be told of a match that truly ended so?"""

from __future__ import annotations

RIGHT = {"won": {"won"}, "placed": {"placed", "eliminated"}, "left": {"left", "lost"}}
SAYS_NOTHING = {"won": {"", "left", "lost"}, "placed": {"", "left", "lost"}, "left": {""}}
"""That a match was left, or lost sight of, says nothing of how it ended for whoever had died or won before."""
