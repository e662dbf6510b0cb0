"""What does this request ask for?"""

from __future__ import annotations

from django.http import QueryDict

from scoreboard.models import Order
from scoreboard.rules import ORDERS as KEYS
from webapp.board.answers import Question
from webapp.board.asked_game import known_game
from webapp.board.asked_number import number_in
from webapp.board.errors import BadRequest
from webapp.board.search import MAX_LENGTH

ORDERS: tuple[Order, ...] = tuple(KEYS)
LIMIT = 100
MAX_ROWS = 500
MAX_PASSED_OVER = 1_000_000


def read_question(query: QueryDict) -> Question:
    """Raises ``BadRequest`` or ``NotFound`` with one sentence."""
    order = query.get("order")
    if order is not None and order not in ORDERS:
        raise BadRequest(f"order is alive, kills or time, not {order[:40]!r}.")
    limit = number_in(query, "limit", LIMIT, 1, MAX_ROWS)
    offset = number_in(query, "offset", 0, 0, MAX_PASSED_OVER)
    game, text = known_game(query.get("game", "")), query.get("q", "").strip()
    if len(text) > MAX_LENGTH:
        raise BadRequest(f"q has at most {MAX_LENGTH} characters.")
    return Question(game, order, limit, offset, text)
