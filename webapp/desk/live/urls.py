"""At which addresses under /admin/ are these pages?"""

from __future__ import annotations

from django.urls import path

from webapp.desk.live import actions, views

urlpatterns = [
    path("desk/live/", views.live_page, name="live"),
    path("desk/live/act/", actions.act, name="live-act"),
    path("desk/live/open/<slug:channel>/", actions.open_stream, name="live-open"),
]
