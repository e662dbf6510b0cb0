"""At which addresses under /admin/ are these pages?"""

from __future__ import annotations

from django.urls import path

from webapp.desk.live import views

urlpatterns = [
    path("desk/live/", views.live_page, name="live"),
    path("desk/live/act/", views.act, name="live-act"),
]
