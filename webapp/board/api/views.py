"""Which answer belongs to which path of the API?"""

from __future__ import annotations

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from webapp.board import answers
from webapp.board.api import examples, shapes
from webapp.board.api.moments import moments_body
from webapp.board.api.question import LIMIT, MAX_PASSED_OVER, MAX_ROWS, ORDERS, read_question
from webapp.board.asked_game import known_game
from webapp.board.search import MAX_LENGTH
from webapp.store.clock import now as site_now
from webapp.store.link import store

GAME = OpenApiParameter("game", str, description="A game's short name; all games by default.")
ALWAYS = {
    304: OpenApiResponse(description="Only ages have changed since the ETag in If-None-Match."),
    429: OpenApiResponse(
        shapes.FaultShape,
        description="Too many requests; Retry-After is the number of seconds to wait.",
    ),
    503: OpenApiResponse(shapes.FaultShape, description="Redis or the database is not responding."),
}
FAULTS = {404: shapes.FaultShape, **ALWAYS}


class Games(APIView):
    @extend_schema(
        tags=["board"],
        summary="The games that are watched",
        responses={200: shapes.GamesShape, **ALWAYS},
        examples=[examples.GAMES_ANSWER],
    )
    def get(self, request: Request) -> Response:
        return Response(answers.games_body(store(), site_now()))


ORDER = OpenApiParameter(
    "order",
    str,
    enum=ORDERS,
    description="What comes first: fewest alive, most kills or least time left. By default the game's own "
    "order; of all games together, time.",
)
PAGED = [
    OpenApiParameter(
        "limit",
        {"type": "integer", "minimum": 1, "maximum": MAX_ROWS},
        description=f"1 to {MAX_ROWS}; {LIMIT} by default.",
    ),
    OpenApiParameter(
        "offset",
        {"type": "integer", "minimum": 0, "maximum": MAX_PASSED_OVER},
        description="How many to skip.",
    ),
]
TEXT = OpenApiParameter(
    "q",
    {"type": "string", "maxLength": MAX_LENGTH},
    description="Words of the name, game, language or platform, in any order; case and accents are ignored.",
)


class Streams(APIView):
    @extend_schema(
        tags=["board"],
        summary="The board: live streams by how close they are to the finish",
        description="Streams in play come first, by rank; then lobbies, finished matches and unreadable streams.",
        parameters=[GAME, ORDER, TEXT, *PAGED],
        responses={200: shapes.StreamsShape, 400: shapes.FaultShape, **FAULTS},
        examples=[examples.STREAMS_ANSWER],
    )
    def get(self, request: Request) -> Response:
        question = read_question(request.query_params)
        address = request.build_absolute_uri(request.path)
        return Response(answers.streams_body(store(), question, address, site_now()))


class Search(APIView):
    @extend_schema(
        operation_id="api_v1_search",
        tags=["board"],
        summary="Live streams by name, game, language or platform",
        description="Also streams that are not in a match, each with what it is doing. The best matches come first.",
        parameters=[TEXT, GAME, *PAGED],
        responses={200: shapes.FoundShape, 400: shapes.FaultShape, **FAULTS},
        examples=[examples.SEARCH_ANSWER],
    )
    def get(self, request: Request) -> Response:
        question = read_question(request.query_params)
        address = request.build_absolute_uri(request.path)
        return Response(answers.search_body(store(), question, address, site_now()))


class OneStream(APIView):
    @extend_schema(
        operation_id="api_v1_streams_one",
        tags=["board"],
        summary="One stream, with its rank in its game",
        responses={200: shapes.StreamShape, **FAULTS},
        examples=[examples.STREAM_ANSWER],
    )
    def get(self, request: Request, channel: str) -> Response:
        return Response(answers.one_stream_body(store(), channel, site_now()))


class OnAir(APIView):
    @extend_schema(
        tags=["board"],
        summary="The stream on air",
        parameters=[GAME],
        responses={200: shapes.OnAirShape, **FAULTS},
        examples=[examples.ON_AIR_ANSWER],
    )
    def get(self, request: Request) -> Response:
        game = known_game(request.query_params.get("game", ""))
        now = site_now()
        return Response(
            answers.current_on_air(store(), game, answers.rows_of(store(), game, now), now)
        )


class Moments(APIView):
    @extend_schema(
        tags=["board"],
        summary="The last ten minutes: switches of the director, and matches that ended",
        parameters=[GAME],
        responses={200: shapes.MomentsShape, **FAULTS},
        examples=[examples.MOMENTS_ANSWER],
    )
    def get(self, request: Request) -> Response:
        game = known_game(request.query_params.get("game", ""))
        return Response(moments_body(store(), game, site_now()))


class AllAsOriginal(APIView):
    @extend_schema(
        tags=["original"],
        summary="Streams in play, as the first Rotisserie served them",
        responses={200: shapes.OriginalShape(many=True), **FAULTS},
        examples=[examples.ORIGINAL_ANSWER],
    )
    def get(self, request: Request, game: str) -> Response:
        return Response(answers.all_as_original(store(), known_game(game), site_now()))


class CurrentAsOriginal(APIView):
    @extend_schema(
        tags=["original"],
        summary="The stream on air, as the first Rotisserie served it",
        responses={200: shapes.OriginalShape, **FAULTS},
        examples=[examples.ORIGINAL_ANSWER],
    )
    def get(self, request: Request, game: str) -> Response:
        return Response(answers.current_as_original(store(), known_game(game), site_now()))


@extend_schema(exclude=True)
class Unknown(APIView):
    def get(self, request: Request, unknown: str) -> Response:
        raise NotFound("There is nothing at this address. /api/docs/ describes the API.")
