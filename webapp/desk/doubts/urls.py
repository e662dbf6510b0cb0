"""At which addresses under /admin/ are these pages?"""

from __future__ import annotations

from django.urls import path

from webapp.desk.doubts import views

urlpatterns = [
    path("desk/doubts/", views.doubts_page, name="doubts"),
    path("desk/doubts/more/", views.more_doubts, name="more-doubts"),
    path("desk/doubts/labels.zip", views.download_labels, name="labels"),
    path("desk/doubts/<int:pk>/", views.judge, name="judge"),
]
