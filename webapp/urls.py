"""Which view serves which path? The live events are in asgi.py, the probes in server/probes.py."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from webapp.board.api import views as api
from webapp.board.pages import board as page
from webapp.board.pages import kiosk, overlay
from webapp.joining.pages import views as joining
from webapp.matches.api import views as matches_api
from webapp.matches.pages import channel, feeds, matches, moments, pictures

handler400 = "webapp.board.pages.board.bad_request"

urlpatterns = [
    path("", page.board_page),
    path("admin/", include("webapp.desk.urls")),
    path("admin/", include("webapp.joining.queue.urls")),
    path("admin/", admin.site.urls),
    path("favicon.ico", RedirectView.as_view(url="/static/board/icon.svg")),
    path("api/v1/games/", api.Games.as_view()),
    path("api/v1/streams/", api.Streams.as_view()),
    path("api/v1/streams/<str:channel>/", api.OneStream.as_view()),
    path("api/v1/search/", api.Search.as_view()),
    path("api/v1/on-air/", api.OnAir.as_view()),
    path("api/v1/moments/", api.Moments.as_view()),
    path("api/v1/matches/", matches_api.Matches.as_view()),
    path("api/v1/matches/<str:match>/", matches_api.OneMatch.as_view()),
    path("api/v1/channels/<str:channel>/", matches_api.OneChannel.as_view()),
    path("api/v1/<path:unknown>", api.Unknown.as_view()),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/docs/", SpectacularSwaggerSplitView.as_view(template_name="board/docs.html")),
    path("all/<str:game>", api.AllAsOriginal.as_view()),
    path("current/<str:game>", api.CurrentAsOriginal.as_view()),
    path("matches/", matches.matches_page),
    path("matches/feed/", feeds.finishes_feed),
    path("matches/<int:pk>/", matches.match_page),
    path("matches/<int:pk>/finish.jpg", pictures.picture, {"field": "picture"}),
    path("matches/<int:pk>/flipbook.webp", pictures.picture, {"field": "flipbook"}),
    path("channels/<str:channel>/", channel.channel_page),
    path("channels/<str:channel>/feed/", feeds.channel_feed),
    path("moments/", moments.moments_page),
    path("add/", joining.add_page),
    path("add/<str:token>/", joining.status_page),
    path("add/<str:token>/remove/", joining.remove_channel),
    path("kiosk/", kiosk.kiosk_page),
    path("overlay/", overlay.setup_page),
    path("overlay/<str:channel>/", overlay.overlay_page),
    path("<slug:game>/", page.board_page, name="game"),
]
