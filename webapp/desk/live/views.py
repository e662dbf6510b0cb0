"""What does the live board show?"""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_GET
from redis.exceptions import RedisError

from webapp.catalog.models import Channel, Game
from webapp.desk.accounts.access import needs, page
from webapp.desk.live.decide import last_decision
from webapp.desk.live.rows import SHOW, SORT, Filters, Rows, live_rows
from webapp.desk.start.state import Sentence, counted, state
from webapp.store.clock import now as site_now
from webapp.store.link import store


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
    now = site_now()
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
        board=_counted(now),
        sentences=None if rows and rows.rows else state(store(), now),
        last_decision=last_decision(request),
        may_act=request.user.has_perm("catalog.change_channel"),
    )


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
        return live_rows(store(), filters, site_now())
    except RedisError:
        return None


def _counted(now: float) -> Sentence | None:
    """How the board is doing, in one line; ``None`` while Redis is unreachable."""
    try:
        return counted(store(), now).sentence
    except RedisError:
        return None
