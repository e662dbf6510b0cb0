"""What is this app called?"""

from __future__ import annotations

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "webapp.desk"
    verbose_name = "Results"
