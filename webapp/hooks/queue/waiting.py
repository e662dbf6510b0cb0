"""How many deliveries wait, and for how long has the oldest?"""

from __future__ import annotations

from django.db.models import Count, Min

from webapp.hooks.models import Delivery


class Waiting:
    """As last measured. An age grows from then on, so that a loop that is stuck is seen."""

    def __init__(self) -> None:
        self.count = 0
        self.since = 0.0
        """When the oldest was added, in epoch seconds; 0 when none waits."""

    def measure(self) -> None:
        unsent = Delivery.objects.filter(state__in=(Delivery.State.WAITING, Delivery.State.SENDING))
        found = unsent.aggregate(count=Count("pk"), oldest=Min("created_at"))
        self.count = found["count"]
        self.since = found["oldest"].timestamp() if found["oldest"] else 0.0

    def oldest_seconds(self, now: float) -> float:
        return max(0.0, now - self.since) if self.since else 0.0


waiting = Waiting()
