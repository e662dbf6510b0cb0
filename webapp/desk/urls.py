"""Which page of the desk lives at which address under /admin/?"""

from __future__ import annotations

from django.urls import path

from webapp.desk.accounts import second_factor
from webapp.desk.asking import views as asking
from webapp.desk.doubts import views as doubts
from webapp.desk.health import views as health
from webapp.desk.imports import views as imports
from webapp.desk.live import views as live
from webapp.desk.matches import csv_view as matches_csv
from webapp.desk.matches import picture_view as finish_picture
from webapp.desk.regions import picture_place, reading
from webapp.desk.regions import views as regions

app_name = "desk"
urlpatterns = [
    path("catalog/game/<int:pk>/regions/", regions.game_regions, name="regions"),
    path("catalog/game/<int:pk>/regions/back/", regions.regions_back, name="regions-back"),
    path("catalog/channel/<int:pk>/picture/", picture_place.channel_picture, name="picture"),
    path("desk/second-factor/", second_factor.second_factor, name="second-factor"),
    path("catalog/channel/export/", imports.export_channels, name="export"),
    path("desk/imports/", imports.imports_page, name="imports"),
    path("desk/imports/<int:pk>/", imports.import_page, name="import"),
    path("desk/imports/<int:pk>/stop/", imports.stop_import, name="stop-import"),
    path("desk/live/", live.live_page, name="live"),
    path("desk/live/act/", live.act, name="live-act"),
    path("desk/doubts/", doubts.doubts_page, name="doubts"),
    path("desk/doubts/more/", doubts.more_doubts, name="more-doubts"),
    path("desk/doubts/labels.zip", doubts.download_labels, name="labels"),
    path("desk/doubts/<int:pk>/", doubts.judge, name="judge"),
    path("desk/health/", health.health_page, name="health"),
    path("desk/match/csv/", matches_csv.download, name="matches-csv"),
    path("desk/match/<int:pk>/finish.jpg", finish_picture.finish_picture, name="finish"),
    path("desk/ask/reading/", reading.ask_reading, name="ask-reading"),
    path("desk/ask/frame/", asking.ask_frame, name="ask-frame"),
    path("desk/ask/category/", asking.ask_category, name="ask-category"),
    path("desk/answers/<slug:ask_id>/", asking.answer, name="answer"),
    path("desk/frames/", asking.upload_frame, name="upload-frame"),
    path("desk/frames/<slug:frame>.jpg", asking.frame_picture, name="frame"),
]
