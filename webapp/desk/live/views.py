"""What does the live board's page show, and what do its buttons do?"""

from __future__ import annotations

import time
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST
from redis.exceptions import RedisError

from webapp.catalog.models import Channel, Game
from webapp.desk.accounts.access import needs, page
from webapp.desk.live.rows import SHOW, SORT, Filters, Rows, live_rows
from webapp.store.link import store

PAUSE_SECONDS = 600.0
ACTIONS = ("look", "pause", "resume")


@needs("catalog.view_channel")
@require_GET
def live_page(request: HttpRequest) -> HttpResponseBase:
    """With ``part=rows`` the rows alone, which the page asks for every few seconds."""
    filters, games = filters_of(request), dict(Game.objects.values_list("slug", "name"))
    rows = _rows(filters)
    template = "desk/live_rows.html" if request.GET.get("part") == "rows" else "desk/live.html"
    query = {"game": filters.game, "show": filters.show, "q": filters.words, "sort": filters.sort}
    known = {row.stream.channel for row in rows.rows} if rows else set()
    kept = dict(Channel.objects.filter(channel__in=known).values_list("channel", "pk"))
    return page(
        request,
        template,
        "Live board",
        rows=rows,
        filters=filters,
        games=games,
        shows=SHOW,
        sorts=SORT,
        query=urlencode({name: value for name, value in query.items() if value}),
        kept=kept,
        may_act=request.user.has_perm("catalog.change_channel"),
    )


@needs("catalog.change_channel")
@require_POST
def act(request: HttpRequest) -> HttpResponseBase:
    """Look now, pause, go on: the button says which, with the channel it stands at."""
    action = next((name for name in ACTIONS if name in request.POST), "")
    try:
        if action:
            _act(action, request.POST[action][:64])
    except RedisError:
        messages.error(request, "Redis does not answer: nothing was done.")
    query = request.GET.urlencode()
    return redirect(reverse("desk:live") + (f"?{query}" if query else ""))


def _act(action: str, channel: str) -> None:
    stream = store().stream(channel)
    if stream is None:
        return
    if action == "pause":
        store().pause(channel, PAUSE_SECONDS)
    elif action == "resume":
        store().resume(channel, stream.game, time.time())
    else:
        store().look_at_once(channel, stream.game, time.time())


def filters_of(request: HttpRequest) -> Filters:
    """What makes no sense is left out."""
    given = request.GET
    number = given.get("page", "1")
    return Filters(
        game=given.get("game", "")[:40],
        show=given.get("show", "") if given.get("show") in SHOW else "",
        words=given.get("q", "").strip()[:80],
        sort=given.get("sort", "") if given.get("sort") in SORT else "closest",
        page=int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1,
    )


def _rows(filters: Filters) -> Rows | None:
    try:
        return live_rows(store(), filters, time.time())
    except RedisError:
        return None
