"""At which addresses under /admin/ are these pages?"""

from __future__ import annotations

from django.urls import path

from webapp.joining.queue import views

app_name = "joining"
urlpatterns = [
    path("joining/queue/", views.queue_page, name="queue"),
    path("joining/queue/more/", views.more_submissions, name="more"),
    path("joining/queue/<int:pk>/", views.decide, name="decide"),
    path("joining/queue/<int:pk>/check/", views.check, name="check"),
]
