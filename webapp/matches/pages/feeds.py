"""Which matches have ended, for feed readers? Atom (RFC 4287)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed, get_tag_uri
from django.utils.html import format_html
from django.views.decorators.http import conditional_page

from scoreboard.models import ALL_GAMES
from webapp.board.words import channel_address
from webapp.catalog.limits import printable
from webapp.desk.models import Match
from webapp.matches.bodies import match_body
from webapp.matches.pages.faults import from_database
from webapp.matches.pages.rows import game_names
from webapp.matches.question import LIMIT, matches_for, question_of_form
from webapp.matches.visible import FINISHED, of_channel

ENTRIES = 50
KEPT_SECONDS = 60


@conditional_page
@from_database
def finishes_feed(request: HttpRequest) -> HttpResponse:
    """Those that the list shows with the same filters, the newest of them."""
    question = replace(question_of_form(request.GET), limit=LIMIT)
    games = game_names()
    of_game = "" if question.game == ALL_GAMES else f" of {games[question.game]}"
    ended = matches_for(question).filter(result__in=FINISHED).order_by("-ended_at", "-id")
    title = f"Finished matches{of_game} · Rotisserie"
    return _feed(request, title, f"/matches/{question.query()}", ended[:ENTRIES], games)


@conditional_page
@from_database
def channel_feed(request: HttpRequest, channel: str) -> HttpResponse:
    rows = list(of_channel(channel).order_by("-ended_at")[:ENTRIES])
    if not rows:
        raise Http404("No match of this channel was watched.")
    title = f"{printable(rows[0].name)} · Rotisserie"
    finished = [match for match in rows if match.result in FINISHED]
    return _feed(request, title, channel_address(channel), finished, game_names())


def _feed(
    request: HttpRequest, title: str, page: str, matches: Iterable[Match], games: dict[str, str]
) -> HttpResponse:
    whole = request.build_absolute_uri
    feed = Atom1Feed(title, whole(page), "", "en", feed_url=whole())
    for match in matches:
        body, name = match_body(match), printable(match.name)  # XML has no control characters
        address = whole(body["url"])
        feed.add_item(
            f"{name}: {body['sentence']}",
            address,
            _content(body["sentence"], games.get(match.game, match.game), body, request),
            author_name=name,
            author_link=whole(channel_address(match.channel)),
            pubdate=match.ended_at,
            updateddate=match.ended_at,
            unique_id=get_tag_uri(address.rstrip("/"), match.ended_at),
        )
    kept = {"Cache-Control": f"public, max-age={KEPT_SECONDS}"}
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type, headers=kept)


def _content(words: str, game: str, body: dict[str, str | None], request: HttpRequest) -> str:
    """HTML: one sentence, and the flipbook or the final frame."""
    picture = body["flipbook_url"] or body["picture_url"]
    shown = (
        format_html('<p><img src="{}" alt=""></p>', request.build_absolute_uri(picture))
        if picture
        else ""
    )
    return format_html("<p>{} · {}</p>{}", words, game, shown)
