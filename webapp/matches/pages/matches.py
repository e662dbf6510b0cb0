"""Which matches were watched, and what happened in one of them?"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.timezone import localdate

from webapp.board.words import short_game
from webapp.catalog.games import enabled_games
from webapp.desk.models import Match
from webapp.matches.best import Best, best_of, within
from webapp.matches.curve import curve_of
from webapp.matches.pages.channel import live_stream
from webapp.matches.pages.faults import from_database
from webapp.matches.pages.rows import by_day, game_names, row
from webapp.matches.paging import page
from webapp.matches.question import Question, hours_of, matches_for, question_of_form
from webapp.matches.visible import visible
from webapp.matches.watch import starts_at
from webapp.matches.words import RESULTS
from webapp.store.clock import instant
from webapp.store.clock import now as site_now

KILLS = (5, 10, 15, 20)
MAX_WINDOW_SECONDS = 12 * 3600
"""No live playlist is thought to reach further back."""


@from_database
def matches_page(request: HttpRequest) -> HttpResponse:
    question, now = question_of_form(request.GET), instant(site_now())
    rows, cursor = page(matches_for(question), question.cursor, question.limit)
    games = game_names()
    context = {
        "question": question,
        "days": by_day(rows, games),
        "best": [(best.title, row(best.match, games)) for best in _best(question, now)],
        "best_of": "that day" if question.day else "the last 24 hours",
        "games": [(slug, short_game(name)) for slug, name in games.items()],
        "results": RESULTS.items(),
        "kills": KILLS,
        "today": localdate(now).isoformat(),
        "older": question.query(cursor=cursor) if cursor else "",
        "newest": question.query() or "." if question.cursor else "",
        "feed": f"/matches/feed/{Question(game=question.game).query()}",
    }
    return render(request, "matches/matches.html", context)


def _best(question: Question, now: datetime) -> list[Best]:
    """Of the day asked for, or of the last one; only above a list that is not narrowed any further."""
    if question.is_narrow or question.cursor:
        return []
    began, ended = hours_of(question.day) if question.day else (now - timedelta(days=1), now)
    return best_of(within(matches_for(question), began, ended), enabled_games())


@from_database
def match_page(request: HttpRequest, pk: int) -> HttpResponse:
    match = visible(with_curves=True).filter(pk=pk).first()
    if match is None:
        raise Http404("There is no such match.")
    shown, now = row(match, game_names()), site_now()
    picture = shown["flipbook_url"] or shown["picture_url"]
    context = {
        "match": shown,
        "curve": curve_of(match.curve),
        "playlist": "" if shown["watch_url"] else _playlist_of(match, now),
        "from": starts_at(match),
        "address": request.build_absolute_uri(request.path),
        "picture": request.build_absolute_uri(picture or static("board/share.png")),
        "is_small": bool(picture),
    }
    return render(request, "matches/match.html", context)


def _playlist_of(match: Match, now: float) -> str:
    """What may still hold the end of the match: the stream's own playlist, while it is live. The page finds out."""
    if now - match.ended_at.timestamp() > MAX_WINDOW_SECONDS:
        return ""
    stream = live_stream(match.channel, now)
    playlist = str(stream["playback_url"]) if stream else ""
    return playlist if playlist.startswith(("https://", "http://")) else ""
