"""At which addresses under /admin/ are these pages?"""

from __future__ import annotations

from django.urls import path

from webapp.desk.health import views

urlpatterns = [
    path("desk/health/", views.health_page, name="health"),
]
