"""At which addresses under /admin/ are these pages?"""

from __future__ import annotations

from django.urls import path

from webapp.desk.regions import picture_place, reading, views

urlpatterns = [
    path("catalog/game/<int:pk>/regions/", views.game_regions, name="regions"),
    path("catalog/game/<int:pk>/regions/back/", views.regions_back, name="regions-back"),
    path("catalog/channel/<int:pk>/picture/", picture_place.channel_picture, name="picture"),
    path("desk/ask/reading/", reading.ask_reading, name="ask-reading"),
]
