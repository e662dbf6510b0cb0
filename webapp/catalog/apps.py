"""What is this app called?"""

from __future__ import annotations

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "webapp.catalog"
    verbose_name = "Catalog"
