"""How are style sheets and scripts named, and how are they served?"""

from __future__ import annotations

import gzip
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import brotli
from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware  # type: ignore[import-untyped]
from whitenoise.responders import StaticFile  # type: ignore[import-untyped]
from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]

MIN_BYTES = 400
LARGE_BYTES = 100_000
"""Beyond this size brotli's best level takes seconds, and the first request has to wait for it."""


class NamedByContents(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Each file's name holds a hash of what is in it, in the modules' imports as well: browsers keep it for good, and
    scripts of two versions never meet. With nothing collected files have the names under which they lie.
    """

    support_js_module_import_aggregation = True

    def stored_name(self, name: str) -> str:
        return cast("str", super().stored_name(name)) if self.hashed_files else name


class StaticFiles(WhiteNoiseMiddleware):  # type: ignore[misc]
    """WhiteNoise, with whole answers: under ASGI Django warns about its iterators, and our files are small.

    It comes before the middleware that adds policies for pages: on three dozen files those headers would weigh as much
    as the contents.
    """

    def add_files(self, root: str | Path, prefix: str | None = None) -> None:
        """Nothing collected is no fault: the files are then served where they lie."""
        if Path(root).is_dir():
            super().add_files(root, prefix)

    def add_file_to_dictionary(self, url: str, path: str, stat_cache: Any = None) -> None:
        """What is packed beside a file is found as well where nothing was collected."""
        super().add_file_to_dictionary(url, path)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        known = self.files.get(request.path_info)
        if known is not None:
            return self.serve(known, request)
        if current := self._of_another_version(request.path_info):
            response = self.serve(current, request)
            response["Cache-Control"] = "no-store"
            return response
        return cast("HttpResponse", self.get_response(request))

    def _of_another_version(self, path: str) -> StaticFile | None:
        """Ours of a file that another version named: while a site is upgraded, its pages and files come from both."""
        if not path.startswith(self.static_prefix):
            return None
        name = path.removeprefix(self.static_prefix)
        names = (self.get_static_url(each) for each in (name, self.get_name_without_hash(name)))
        return next((self.files[each] for each in names if each in self.files), None)

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
            if name != "Last-Modified":  # the ETag says it already
                response[name] = value
        response["X-Content-Type-Options"] = "nosniff"
        if found.status == 200 and _is_worth_packing(request, response):
            response["Vary"] = "Accept-Encoding"
            if encoding := _encoding_for(request):
                response.content = packed(content, encoding)
                response["Content-Encoding"], response["Content-Length"] = (
                    encoding,
                    str(len(response.content)),
                )
        return response


def _is_worth_packing(request: HttpRequest, response: HttpResponse) -> bool:
    """Files that were collected are packed already; those served where they lie are not."""
    text = response.get("Content-Type", "").startswith(("text/", "image/svg"))
    whole = "Range" not in request.headers and "Content-Encoding" not in response
    return text and whole and len(response.content) > MIN_BYTES


def _encoding_for(request: HttpRequest) -> str:
    """The smallest that the browser accepts; empty when it accepts none."""
    accepted = {
        each.partition(";")[0].strip()
        for each in request.headers.get("Accept-Encoding", "").split(",")
    }
    return next((each for each in ("br", "gzip") if each in accepted), "")


@lru_cache(maxsize=128)
def packed(content: bytes, encoding: str) -> bytes:
    if encoding == "br":
        return cast(
            "bytes", brotli.compress(content, quality=11 if len(content) < LARGE_BYTES else 9)
        )
    return gzip.compress(content, 9, mtime=0)
