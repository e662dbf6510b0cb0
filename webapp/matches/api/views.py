"""Which answer about matches belongs to which path of the API?"""

from __future__ import annotations

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from webapp.board.api.shapes import FaultShape
from webapp.matches.api import examples, shapes
from webapp.matches.bodies import match_body, whole_body
from webapp.matches.paging import CURSOR, page
from webapp.matches.question import (
    LIMIT,
    MAX_CHANNEL_LENGTH,
    MAX_KILLS,
    MAX_LIMIT,
    RESULTS,
    matches_for,
    question_in,
)
from webapp.matches.record import record_of
from webapp.matches.visible import of_channel, visible
from webapp.store.clock import instant
from webapp.store.clock import now as site_now

ALWAYS = {
    304: OpenApiResponse(description="Nothing has changed since the ETag in If-None-Match."),
    429: OpenApiResponse(
        FaultShape,
        description="Too many requests; Retry-After is the number of seconds to wait.",
    ),
    503: OpenApiResponse(FaultShape, description="The database is not responding."),
}
FILTERS = [
    OpenApiParameter("game", str, description="A game's short name; all games by default."),
    OpenApiParameter(
        "day",
        {"type": "string", "format": "date"},
        description="The day on which it ended, in UTC.",
    ),
    OpenApiParameter("result", str, enum=RESULTS, description="How it ended for the streamer."),
    OpenApiParameter(
        "kills",
        {"type": "integer", "minimum": 0, "maximum": MAX_KILLS},
        description="At least so many kills.",
    ),
    OpenApiParameter(
        "channel",
        {"type": "string", "maxLength": MAX_CHANNEL_LENGTH},
        description="Matches of this channel only.",
    ),
    OpenApiParameter(
        "limit",
        {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT},
        description=f"1 to {MAX_LIMIT}; {LIMIT} by default.",
    ),
    OpenApiParameter(
        "cursor",
        {"type": "string", "pattern": f"^({CURSOR})?$"},
        description="Where to go on, as in next; the newest if empty.",
    ),
]


class Matches(APIView):
    @extend_schema(
        operation_id="api_v1_matches",
        tags=["matches"],
        summary="Matches that were watched, the newest first",
        description="Pages are linked by next; a page stays valid while newer matches end.",
        parameters=FILTERS,
        responses={200: shapes.MatchesShape, 400: FaultShape, 404: FaultShape, **ALWAYS},
        examples=[examples.MATCHES_ANSWER],
    )
    def get(self, request: Request) -> Response:
        question = question_in(request.query_params)
        rows, cursor = page(matches_for(question), question.cursor, question.limit)
        here = request.build_absolute_uri(request.path)
        further = f"{here}{question.query(cursor=cursor)}" if cursor else None
        return Response({"next": further, "results": [match_body(match) for match in rows]})


class OneMatch(APIView):
    @extend_schema(
        operation_id="api_v1_matches_one",
        tags=["matches"],
        summary="One match with its curve",
        parameters=[OpenApiParameter("match", int, OpenApiParameter.PATH, description="Its id.")],
        responses={200: shapes.WholeMatchShape, 404: FaultShape, **ALWAYS},
        examples=[examples.MATCH_ANSWER],
    )
    def get(self, request: Request, match: str) -> Response:
        key = int(match) if match.isascii() and match.isdigit() and len(match) < 20 else 0
        found = visible(with_curves=True).filter(pk=key).first()
        if found is None:
            raise NotFound("There is no such match.")
        return Response(whole_body(found))


class OneChannel(APIView):
    @extend_schema(
        operation_id="api_v1_channels_one",
        tags=["matches"],
        summary="What a channel has done lately",
        responses={200: shapes.ChannelShape, 404: FaultShape, **ALWAYS},
        examples=[examples.CHANNEL_ANSWER],
    )
    def get(self, request: Request, channel: str) -> Response:
        found = of_channel(channel)
        newest = found.order_by("-ended_at").first()
        if newest is None:
            raise NotFound("No match of this channel was watched.")
        return Response(record_of(channel, newest.name, found, instant(site_now())))
