"""At which addresses under /admin/ are these pages?"""

from __future__ import annotations

from django.urls import path

from webapp.desk.teach import versions

urlpatterns = [
    path("catalog/game/<int:pk>/taught/", versions.taught, name="taught"),
    path("catalog/game/<int:pk>/taught/use/", versions.use, name="taught-use"),
    path("catalog/game/<int:pk>/taught/import/", versions.take_file, name="taught-import"),
    path(
        "catalog/game/<int:pk>/taught/<int:version>.json", versions.give_file, name="taught-export"
    ),
]
