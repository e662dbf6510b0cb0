"""At which addresses under /admin/ are these pages?"""

from __future__ import annotations

from django.urls import path

from webapp.desk.scans import views

urlpatterns = [
    path("catalog/game/<int:pk>/scans/", views.scans, name="scans"),
    path("catalog/game/<int:pk>/scans/frames/", views.order_frames, name="scan-frames"),
    path("catalog/game/<int:pk>/scans/<slug:scan_id>/", views.told, name="scan"),
    path("catalog/game/<int:pk>/scans/<slug:scan_id>/stop/", views.stop, name="scan-stop"),
    path("catalog/game/<int:pk>/scans/<slug:scan_id>/report/", views.report, name="scan-report"),
]
