"""Which Redis is the primary, as its Sentinels say?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as NotReached
from redis.exceptions import RedisError
from redis.exceptions import TimeoutError as NotAnswered
from redis.retry import Retry
from redis.sentinel import Sentinel

Address = tuple[str, int]
_knew: dict[tuple[Address, ...], int] = {}
"""Which one of these knew it last. Celery makes new connections whenever it has lost one."""


class Sentinels(Sentinel):
    """Asks one after the other, the one that knew it last first; all of them together within about ``seconds``.

    redis-py's own waits as long for each of them, sleeps for seconds between retries, and loses one of its list when
    two threads find at the same time that the first does not answer.
    """

    def __init__(self, addresses: Sequence[Address], seconds: float, login: Mapping[str, Any]):
        self.addresses = tuple(addresses)
        share = seconds / len(addresses)
        super().__init__(  # type: ignore[no-untyped-call]
            addresses,
            sentinel_kwargs={
                **login,
                "socket_timeout": share,
                "socket_connect_timeout": share,
                "socket_keepalive": True,
                # A connection that was closed while idle says nothing of the Sentinel.
                "retry": Retry(NoBackoff(), 1, (NotReached,)),
            },
        )

    def discover_master(self, service_name: str) -> Address:
        """Raises TimeoutError, which is not retried: the same question has the same answer a moment later."""
        said = []
        first = _knew.get(self.addresses, 0)
        for place in sorted(range(len(self.addresses)), key=lambda each: each != first):
            try:
                states = cast("dict[str, dict[str, Any]]", self.sentinels[place].sentinel_masters())
            except (RedisError, OSError) as error:
                said.append(type(error).__name__)
                continue
            state = states.get(service_name)
            if state and self.check_master_state(state, service_name):  # type: ignore[no-untyped-call]
                _knew[self.addresses] = place
                return state["ip"], state["port"]
            said.append("it is down" if state else "not known")
        raise NotAnswered(f"the Sentinels name no primary {service_name!r}: {', '.join(said)}")
