"""At which addresses under /admin/ are these pages?"""

from __future__ import annotations

from django.urls import path

from webapp.desk.asking import views

urlpatterns = [
    path("desk/ask/frame/", views.ask_frame, name="ask-frame"),
    path("desk/ask/category/", views.ask_category, name="ask-category"),
    path("desk/answers/<slug:ask_id>/", views.answer, name="answer"),
    path("desk/frames/", views.upload_frame, name="upload-frame"),
    path("desk/frames/<slug:frame>.jpg", views.frame_picture, name="frame"),
]
