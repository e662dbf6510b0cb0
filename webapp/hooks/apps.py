"""What is this app called?"""

from __future__ import annotations

from django.apps import AppConfig


class HooksConfig(AppConfig):
    name = "webapp.hooks"
    verbose_name = "Webhooks"
