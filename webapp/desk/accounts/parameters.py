"""Does a request refer to something that can exist? If not, it is the caller's mistake: status 400."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import BadRequest, FieldDoesNotExist
from django.db import DataError
from django.http import HttpRequest, HttpResponse

ADMIN = "/admin/"
MAX_ID = 2**63 - 1


def row_id(text: str | None, name: str) -> int:
    """The id of a row that a form or a link names. Raises ``BadRequest``."""
    if text and text.isascii() and text.isdigit() and len(text) < 20 and int(text) <= MAX_ID:
        return int(text)
    raise BadRequest(f"{name} is not a number.")


class StrangeParameters:
    """Filters of a list that name no field, or hold what the database refuses, end as a 400 and not as a 500."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Django's own 400 page answers. Its lists redirect for the first kind, our tables of the same rows cannot."""
        if request.path_info.startswith(ADMIN) and _is_callers(request, exception):
            raise BadRequest("Unknown parameter.") from exception


def _is_callers(request: HttpRequest, exception: Exception) -> bool:
    if isinstance(exception, FieldDoesNotExist):
        return "_to_field" in {
            **request.GET,
            **request.POST,
        }  # Django looks an empty one up unchecked
    if isinstance(exception, ValueError):
        return "NUL (0x00)" in str(exception)  # PostgreSQL's text holds none
    return isinstance(exception, IncorrectLookupParameters | DataError)
