"""At which addresses under /admin/ are the pages of this app? Each page's folder lists its own in ``urls.py``."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from django.urls import URLPattern

from webapp import desk

app_name = "desk"


def addresses() -> list[URLPattern]:
    """Of every folder that has some, so that a new page changes no other file."""
    folders = [
        f"{desk.__name__}.{found.name}" for found in iter_modules(desk.__path__) if found.ispkg
    ]
    with_pages = [
        folder
        for folder in sorted(folders)
        if any(found.name == "urls" for found in iter_modules(import_module(folder).__path__))
    ]
    return [
        pattern for folder in with_pages for pattern in import_module(f"{folder}.urls").urlpatterns
    ]


urlpatterns = addresses()
