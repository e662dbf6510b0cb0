"""Are the insides of kombu and Celery that the workers change still those that were read?"""

from __future__ import annotations

from hashlib import sha256
from inspect import getsource
from typing import Any

import pytest
from celery.concurrency import base, thread
from celery.worker import strategy
from celery.worker.consumer import Consumer
from celery.worker.request import Request
from kombu.transport import redis, virtual

KNOWN: dict[Any, str] = {
    redis.Channel._get_pool: "d6e689f654ff",
    redis.Channel._connparams: "e9a4295085a8",
    redis.Channel._brpop_start: "06723d707ddf",
    redis.Channel._brpop_read: "c42518699709",
    redis.MultiChannelPoller._update_brpop_polling: "de7b4600acf5",
    redis.MultiChannelPoller.on_readable: "c0d99f241607",
    redis.MultiChannelPoller.on_poll_start: "414f76caaa67",
    redis.MultiChannelPoller.maybe_check_brpop_health: "0dc592e46353",
    virtual.QoS: "f884d8db8d64",
    virtual.Channel.basic_consume: "0fec96269493",
    virtual.Channel.basic_ack: "3b4278c757b4",
    virtual.Channel.basic_reject: "d49bbd211da7",
    virtual.Transport._deliver: "799e242f3ec5",
    base.BasePool.apply_async: "4db4ca91db58",
    base.apply_target: "587f70580295",
    thread.TaskPool.on_apply: "5b5ead7fb32e",
    strategy.default: "7d90575ada5e",
    Consumer.create_task_handler: "292c5a681f10",
    Consumer.call_soon_ack: "39f8579d0762",
    Consumer.connect: "7ca359b806be",
    Consumer.ensure_connected: "3f79cf3bb6d6",
    Request.tzlocal.fget: "092bff8ae5b6",
    Request.maybe_expire: "098d57fe96f7",
    Request.on_success: "8d11e320facd",
    Request.on_failure: "21736ec661cd",
}


@pytest.mark.parametrize("part", KNOWN, ids=lambda part: part.__qualname__)
def test_is_as_it_was_read(part: Any) -> None:
    """Where it is not: read what has changed, see that ours still fits, then note the new digest."""
    assert sha256(getsource(part).encode()).hexdigest()[:12] == KNOWN[part]
