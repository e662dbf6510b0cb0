"""What is this app called?"""

from __future__ import annotations

from django.apps import AppConfig


class BoardConfig(AppConfig):
    name = "webapp.board"
