"""Where does a request go first? Served by ``uvicorn webapp.asgi:application``."""

from __future__ import annotations

import os
import sys
from typing import Any, cast

from django.core.asgi import get_asgi_application
from django.core.exceptions import ImproperlyConfigured

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "webapp.settings")
try:
    django_application = get_asgi_application()
except ImproperlyConfigured as fault:
    sys.exit(f"rotisserie: {fault}")

from webapp.board.api.gateway import API_PATHS, ApiDoor, Application
from webapp.board.events.endpoint import PATH, serve_events
from webapp.board.events.hub import hub
from webapp.board.pictures.endpoint import PATHS as PREVIEWS
from webapp.board.pictures.endpoint import serve_preview
from webapp.server.background import lifespan
from webapp.server.body_limit import within_limit
from webapp.server.host_names import is_ours, refuse_host
from webapp.store.link import store

api_door = ApiDoor(cast("Application", django_application))


async def application(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] == "lifespan":
        await lifespan(receive, send)
    elif scope["type"] != "http":
        await send({"type": "websocket.close"})
    elif not is_ours(scope):
        await refuse_host(send)
    else:
        await within_limit(_answer, scope, receive, send)


async def _answer(scope: Any, receive: Any, send: Any) -> None:
    path = scope["path"]
    if path == PATH:
        await serve_events(hub, scope, receive, send)
    elif path.startswith(PREVIEWS):
        await serve_preview(store, scope, send)
    elif path.startswith(API_PATHS):
        await api_door.serve(scope, receive, send)
    else:
        await django_application(scope, receive, send)
