"""When the catalog starts, who listens to its changes?"""

from __future__ import annotations

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "webapp.catalog"
    verbose_name = "What is watched"

    def ready(self) -> None:
        from webapp.catalog.publish.publish import publish_on_change

        publish_on_change()
