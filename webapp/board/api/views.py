"""Which answer belongs to which address of the API?"""

from __future__ import annotations

import time

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from webapp.board import answers
from webapp.board.api import examples, shapes
from webapp.board.api.moments import moments_body
from webapp.board.api.question import LIMIT, MAX_PASSED_OVER, MAX_ROWS, ORDERS, read_question
from webapp.board.asked_game import known_game
from webapp.store.link import store

GAME = OpenApiParameter(
    "game", str, description="A game's short name; all of them, mixed, when left out."
)
ALWAYS = {
    304: OpenApiResponse(
        description="Since the ETag in If-None-Match nothing but ages has changed."
    ),
    429: OpenApiResponse(
        shapes.FaultShape, description="Asked too often; Retry-After says how many seconds to wait."
    ),
    503: OpenApiResponse(
        shapes.FaultShape, description="The scoreboard or the database does not answer."
    ),
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
        return Response(answers.games_body(store(), time.time()))


class Streams(APIView):
    @extend_schema(
        tags=["board"],
        summary="The board: live streams by how close they are to the finish",
        description="Those in play come first, by rank; then lobbies, finished matches and streams we cannot read.",
        parameters=[
            GAME,
            OpenApiParameter(
                "order",
                str,
                enum=ORDERS,
                description="Who comes first; the game's own when left out.",
            ),
            OpenApiParameter(
                "limit",
                {"type": "integer", "minimum": 1, "maximum": MAX_ROWS},
                description=f"1 to {MAX_ROWS}; {LIMIT} when left out.",
            ),
            OpenApiParameter(
                "offset",
                {"type": "integer", "minimum": 0, "maximum": MAX_PASSED_OVER},
                description="How many to pass over.",
            ),
        ],
        responses={200: shapes.StreamsShape, 400: shapes.FaultShape, **FAULTS},
        examples=[examples.STREAMS_ANSWER],
    )
    def get(self, request: Request) -> Response:
        question = read_question(request.query_params)
        return Response(
            answers.streams_body(
                store(), question, request.build_absolute_uri(request.path), time.time()
            )
        )


class OneStream(APIView):
    @extend_schema(
        operation_id="api_v1_streams_one",
        tags=["board"],
        summary="One stream, with its rank in its game",
        responses={200: shapes.StreamShape, **FAULTS},
        examples=[examples.STREAM_ANSWER],
    )
    def get(self, request: Request, channel: str) -> Response:
        return Response(answers.one_stream_body(store(), channel, time.time()))


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
        now = time.time()
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
        return Response(moments_body(store(), game, time.time()))


class AllAsOriginal(APIView):
    @extend_schema(
        tags=["original"],
        summary="Streams in play, as the first Rotisserie served them",
        responses={200: shapes.OriginalShape(many=True), **FAULTS},
        examples=[examples.ORIGINAL_ANSWER],
    )
    def get(self, request: Request, game: str) -> Response:
        return Response(answers.all_as_original(store(), known_game(game), time.time()))


class CurrentAsOriginal(APIView):
    @extend_schema(
        tags=["original"],
        summary="The stream on air, as the first Rotisserie served it",
        responses={200: shapes.OriginalShape, **FAULTS},
        examples=[examples.ORIGINAL_ANSWER],
    )
    def get(self, request: Request, game: str) -> Response:
        return Response(answers.current_as_original(store(), known_game(game), time.time()))
