"""Which pages about webhooks does Django's admin site have?"""

from __future__ import annotations

from django.contrib import admin

from webapp.hooks.admin.deliveries import DeliveryAdmin
from webapp.hooks.admin.webhooks import WebhookAdmin
from webapp.hooks.models import Delivery, Webhook

admin.site.register(Webhook, WebhookAdmin)
admin.site.register(Delivery, DeliveryAdmin)
