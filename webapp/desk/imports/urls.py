"""At which addresses under /admin/ are these pages?"""

from __future__ import annotations

from django.urls import path

from webapp.desk.imports import views

urlpatterns = [
    path("catalog/channel/export/", views.export_channels, name="export"),
    path("desk/imports/", views.imports_page, name="imports"),
    path("desk/imports/<int:pk>/", views.import_page, name="import"),
    path("desk/imports/<int:pk>/stop/", views.stop_import, name="stop-import"),
    path("desk/imports/<int:pk>/refused.csv", views.download_refused, name="refused"),
]
