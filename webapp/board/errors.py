"""How does the API report errors? Always as {"detail": one sentence}."""

from __future__ import annotations

import logging
from typing import Any

from django.db import DatabaseError
from redis.exceptions import RedisError
from rest_framework.exceptions import APIException
from rest_framework.response import Response
from rest_framework.views import exception_handler

log = logging.getLogger(__name__)


class BadRequest(APIException):
    status_code = 400
    default_code = "bad-request"


class Unavailable(APIException):
    status_code = 503
    default_detail = "The scoreboard is not responding; retry in a few seconds."
    default_code = "unavailable"


def answer_fault(fault: Exception, context: dict[str, Any]) -> Response | None:
    if isinstance(fault, RedisError | DatabaseError):
        log.warning("answered 503: %s", fault)
        fault = Unavailable()
    response = exception_handler(fault, context)
    if response is not None and response.status_code == 503:
        response["Retry-After"] = "3"
    return response
