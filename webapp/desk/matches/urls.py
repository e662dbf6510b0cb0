"""At which addresses under /admin/ are these pages?"""

from __future__ import annotations

from django.urls import path

from webapp.desk.matches import csv_view, picture_view

urlpatterns = [
    path("desk/match/csv/", csv_view.download, name="matches-csv"),
    path("desk/match/<int:pk>/finish.jpg", picture_view.finish_picture, name="finish"),
]
