"""At which addresses under /admin/ are these pages?"""

from __future__ import annotations

from django.urls import path

from webapp.desk.teach import frames, versions, views

urlpatterns = [
    path("catalog/game/<int:pk>/teach/", views.teach, name="teach"),
    path("catalog/game/<int:pk>/teach/frames/", frames.add_frame, name="teach-add"),
    path("catalog/game/<int:pk>/teach/frames/<int:frame>.jpg", frames.picture, name="teach-frame"),
    path("catalog/game/<int:pk>/teach/frames/<int:frame>/", frames.label, name="teach-label"),
    path("catalog/game/<int:pk>/teach/propose/", views.propose, name="teach-propose"),
    path("catalog/game/<int:pk>/teach/check/", views.check_frame, name="teach-check"),
    path("catalog/game/<int:pk>/teach/checked/", views.checked, name="teach-checked"),
    path("catalog/game/<int:pk>/teach/learn/", views.learn, name="teach-learn"),
    path("catalog/game/<int:pk>/teach/enable/", views.enable, name="teach-enable"),
    path("catalog/game/<int:pk>/teach/keep/", views.keep, name="teach-keep"),
    path("catalog/game/<int:pk>/taught/", versions.taught, name="taught"),
    path("catalog/game/<int:pk>/taught/use/", versions.use, name="taught-use"),
    path("catalog/game/<int:pk>/taught/import/", versions.take_file, name="taught-import"),
    path(
        "catalog/game/<int:pk>/taught/<int:version>.json", versions.give_file, name="taught-export"
    ),
]
