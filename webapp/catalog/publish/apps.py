"""What listens to changes of the catalog once the site has started?"""

from __future__ import annotations

from django.apps import AppConfig


class PublishConfig(AppConfig):
    name = "webapp.catalog.publish"

    def ready(self) -> None:
        from webapp.catalog.publish.publish import publish_on_change

        publish_on_change()
