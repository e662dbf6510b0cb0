"""What is this app called?"""

from __future__ import annotations

from django.apps import AppConfig


class JoiningConfig(AppConfig):
    name = "webapp.joining"
    verbose_name = "Submissions"
