"""At which addresses under /admin/ are these pages?"""

from __future__ import annotations

from django.urls import path

from webapp.desk.accounts import second_factor

urlpatterns = [
    path("desk/second-factor/", second_factor.second_factor, name="second-factor"),
]
