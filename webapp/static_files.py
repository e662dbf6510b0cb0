"""How are style sheets and scripts served?"""

from __future__ import annotations

import gzip
from functools import lru_cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware  # type: ignore[import-untyped]
from whitenoise.responders import StaticFile  # type: ignore[import-untyped]

LEAST_BYTES = 400


class StaticFiles(WhiteNoiseMiddleware):  # type: ignore[misc]
    """WhiteNoise, with whole answers: under ASGI Django warns about its iterators, and our files are small."""

    def add_files(self, root: str | Path, prefix: str | None = None) -> None:
        """Nothing collected is no fault: the files are then served where they lie."""
        if Path(root).is_dir():
            super().add_files(root, prefix)

    @staticmethod
    def serve(static_file: StaticFile, request: HttpRequest) -> HttpResponse:
        found = static_file.get_response(request.method, request.META)
        content = b""
        if found.file is not None:
            with found.file:
                content = found.file.read()
        response = HttpResponse(content, status=int(found.status))
        del response["Content-Type"]
        for name, value in found.headers:
            response[name] = value
        if found.status == 200 and _is_worth_packing(request, response):
            response.content = packed(content)
            response["Content-Encoding"], response["Vary"] = "gzip", "Accept-Encoding"
            response["Content-Length"] = str(len(response.content))
        return response


def _is_worth_packing(request: HttpRequest, response: HttpResponse) -> bool:
    """Files that were collected are packed already; those served where they lie are not."""
    text = response.get("Content-Type", "").startswith(("text/", "image/svg"))
    accepts = "gzip" in request.headers.get("Accept-Encoding", "") and "Range" not in request.headers
    return text and accepts and "Content-Encoding" not in response and len(response.content) > LEAST_BYTES


@lru_cache(maxsize=64)
def packed(content: bytes) -> bytes:
    return gzip.compress(content, 9, mtime=0)
