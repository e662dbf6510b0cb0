"""At which addresses under /admin/ are these pages?"""

from __future__ import annotations

from django.urls import path

from webapp.desk.unread import views

urlpatterns = [
    path("desk/unread/", views.unread_page, name="unread"),
    path("desk/unread/<slug:channel>/", views.unread_stream, name="unread-stream"),
]
