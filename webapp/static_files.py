"""How are style sheets and scripts served?"""

from __future__ import annotations

import gzip
from functools import lru_cache
from pathlib import Path
from typing import cast

import brotli
from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware  # type: ignore[import-untyped]
from whitenoise.responders import StaticFile  # type: ignore[import-untyped]

LEAST_BYTES = 400
BROTLI_QUALITY = 9
"""The first who asks waits for it: a tenth of a second for the largest file, where 11 takes nearly one."""


class StaticFiles(WhiteNoiseMiddleware):  # type: ignore[misc]
    """WhiteNoise, with whole answers: under ASGI Django warns about its iterators, and our files are small.

    It stands before what says how a page may behave: on three dozen files that would weigh as much as their contents.
    """

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
        response["X-Content-Type-Options"] = "nosniff"
        if found.status == 200 and _is_worth_packing(request, response):
            response["Vary"] = "Accept-Encoding"
            if encoding := _encoding_for(request):
                response.content = packed(content, encoding)
                response["Content-Encoding"], response["Content-Length"] = encoding, str(len(response.content))
        return response


def _is_worth_packing(request: HttpRequest, response: HttpResponse) -> bool:
    """Files that were collected are packed already; those served where they lie are not."""
    text = response.get("Content-Type", "").startswith(("text/", "image/svg"))
    whole = "Range" not in request.headers and "Content-Encoding" not in response
    return text and whole and len(response.content) > LEAST_BYTES


def _encoding_for(request: HttpRequest) -> str:
    """The smallest that the browser accepts; empty when it accepts none."""
    accepted = {each.partition(";")[0].strip() for each in request.headers.get("Accept-Encoding", "").split(",")}
    return next((each for each in ("br", "gzip") if each in accepted), "")


@lru_cache(maxsize=128)
def packed(content: bytes, encoding: str) -> bytes:
    if encoding == "br":
        return cast("bytes", brotli.compress(content, quality=BROTLI_QUALITY))
    return gzip.compress(content, 9, mtime=0)
