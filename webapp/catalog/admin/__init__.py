"""Which pages of the catalog does Django's admin site have?"""

from __future__ import annotations

from django.contrib import admin

from webapp.catalog.admin.channels import ChannelAdmin
from webapp.catalog.admin.games import GameAdmin
from webapp.catalog.models import Channel, Game

admin.site.site_header = admin.site.site_title = "Rotisserie"
admin.site.index_title = "Administration"
admin.site.enable_nav_sidebar = False
admin.site.register(Game, GameAdmin)
admin.site.register(Channel, ChannelAdmin)
