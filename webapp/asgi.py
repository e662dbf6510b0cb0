"""Where does a request go first? Served by ``uvicorn webapp.asgi:application``."""

from __future__ import annotations

import os
from typing import Any, cast

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "webapp.settings")
django_application = get_asgi_application()

from webapp.board.api.gateway import API_PATHS, ApiDoor, Application  # noqa: E402
from webapp.board.events.endpoint import PATH, serve_events  # noqa: E402
from webapp.board.events.hub import hub  # noqa: E402
from webapp.board.pictures.endpoint import PATHS as PREVIEWS  # noqa: E402
from webapp.board.pictures.endpoint import serve_preview  # noqa: E402
from webapp.server.background import lifespan  # noqa: E402 - these need Django set up
from webapp.server.body_limit import within_limit  # noqa: E402
from webapp.store.link import store  # noqa: E402

api_door = ApiDoor(cast("Application", django_application))


async def application(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] == "lifespan":
        await lifespan(receive, send)
    elif scope["type"] == "http" and scope["path"] == PATH:
        await serve_events(hub, scope, receive, send)
    elif scope["type"] == "http" and scope["path"].startswith(PREVIEWS):
        await serve_preview(store, scope, send)
    elif scope["type"] == "http" and scope["path"].startswith(API_PATHS):
        await api_door.serve(scope, receive, send)
    elif scope["type"] == "http":
        await within_limit(cast("Application", django_application), scope, receive, send)
    else:
        await send({"type": "websocket.close"})
