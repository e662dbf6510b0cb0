"""Under which name does the desk stand in Django?"""

from __future__ import annotations

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "webapp.desk"
    verbose_name = "What was seen"
