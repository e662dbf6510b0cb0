"""What do the buttons and keys of the live board do?"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST
from redis.exceptions import RedisError

from scoreboard.models import Stream
from webapp.desk.accounts.access import needs
from webapp.desk.live.decide import WORDS, NotDone, decide, last_decision, undo
from webapp.store.clock import now as site_now
from webapp.store.link import store

PAUSE_SECONDS = 600.0
NOT_LIVE = {
    "look": "there is nothing to check",
    "pause": "there is nothing to pause",
    "resume": "there is nothing to resume",
    "open": "there is no stream to open",
}
ACTIONS = (*NOT_LIVE, *WORDS, "undo")
AWAY = "Redis is unreachable, so nothing was done."


@needs("catalog.change_channel")
@require_POST
def act(request: HttpRequest) -> HttpResponseBase:
    """The button says what to do, with the channel of its row. A script gets the sentence as JSON."""
    action = next((name for name in ACTIONS if name in request.POST), "")
    try:
        said, is_done = _act(request, action, request.POST.get(action, "")[:64]), True
    except NotDone as refused:
        said, is_done = str(refused), False
    except RedisError:
        said, is_done = AWAY, False
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"said": said, "done": is_done, "undo": last_decision(request)})
    if said:
        (messages.success if is_done else messages.warning)(request, said)
    return redirect(_board(request))


@needs("catalog.view_channel")
@require_GET
def open_stream(request: HttpRequest, channel: str) -> HttpResponseBase:
    """The page where the stream is watched, or the live board with the reason why there is none."""
    try:
        stream = store().stream(channel)
    except RedisError:
        messages.warning(request, AWAY)
        return redirect(_board(request))
    page = (stream.page_url or stream.playback_url or stream.url) if stream else ""
    if not page.startswith(("https://", "http://")):
        messages.warning(request, _not_live(channel, "open"))
        return redirect(_board(request))
    return redirect(page)


def _act(request: HttpRequest, action: str, channel: str) -> str:
    """A sentence for the admin. Raises ``NotDone`` and errors of Redis."""
    if action == "undo":
        return undo(request)
    if not action or not channel:
        raise NotDone("Choose a stream and an action.")
    stream = store().stream(channel)
    if action in WORDS:
        return decide(request, action, channel, stream)
    if stream is None:
        raise NotDone(_not_live(channel, action))
    return _schedule(action, stream)


def _schedule(action: str, stream: Stream) -> str:
    channel, game, now = stream.channel, stream.game, site_now()
    if action == "pause":
        store().pause(channel, PAUSE_SECONDS)
        return f"{stream.name} is paused for {PAUSE_SECONDS / 60:.0f} minutes."
    if action == "resume":
        store().resume(channel, game, now)
        return f"{stream.name} is no longer paused."
    store().look_at_once(channel, game, now)
    return f"{stream.name} is checked now."


def _not_live(channel: str, action: str) -> str:
    return f"{channel} is not live, so {NOT_LIVE[action]}."


def _board(request: HttpRequest) -> str:
    query = request.GET.urlencode()
    return reverse("desk:live") + (f"?{query}" if query else "")
