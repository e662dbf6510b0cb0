"""What does each record that passes between the steps hold?

Times are seconds since the epoch, UTC. A count is ``None`` when it is not known; it is never guessed.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from functools import cache
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, Literal, Self, Union, get_args, get_origin, get_type_hints

Phase = Literal["waiting", "playing", "over", "unknown"]
RankBy = Literal["alive", "kills"]
Order = Literal["alive", "kills", "time"]
Result = Literal["", "won", "placed", "eliminated", "left", "lost"]
"""How a match ended for a streamer. Empty: it is not known, or the match goes on; ``left``: the stream went away or
another match began; ``lost``: its counter was no longer seen, and the end was not near."""
Mode = Literal["", "solo", "teams"]
"""Empty: it is not known."""
LookState = Literal[
    "new",
    "ok",
    "no-counter",
    "offline",
    "ad",
    "no-video",
    "timeout",
    "frozen",
    "refused",
    "unreadable",
    "error",
]
ALL_GAMES = "all"
MAX_NUMBER = 2.0**53
"""Larger integers do not survive JSON (RFC 8259, 6)."""
Check = Callable[[Any], bool]
Parse = Callable[[Any], Any]


class BadRecord(ValueError):
    """The JSON is valid, the record is not."""


class Record:
    """A frozen dataclass that travels as one JSON object.

    Every field is checked against its annotation. Parsing raises ``ValueError``, ``TypeError``, ``KeyError``,
    ``AttributeError`` or ``RecursionError`` for anything else, a missing field without a default included; unknown
    fields are dropped, so that an older process reads what a newer one wrote. Records and tuples in a field, which JSON
    has as objects and lists, are made again.
    """

    def to_json(self) -> str:
        return as_json(self)

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        return cls.from_dict(json.loads(text))

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        for name, parse in _parsers(cls).items():  # type: ignore[arg-type]
            if name in values:
                values = {**values, name: parse(values[name])}
        known = {}
        for name, fits in _checks(cls).items():  # type: ignore[arg-type]
            if name in values:
                known[name] = values[name]
                if not fits(values[name]):
                    raise BadRecord(f"{cls.__name__}.{name} is not of its type")
        return cls(**known)


@dataclass(frozen=True, slots=True)
class Region(Record):
    """A rectangle as fractions of the frame; the origin is the top left."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Game(Record):
    """A game as the admins publish it."""

    slug: str
    name: str
    twitch_category: str = ""
    """For processes that know no other platform; ``category_on`` tells those of all."""
    enabled: bool = True
    stream_limit: int = 100
    """On Twitch, and on platforms that are not among ``limits``."""
    languages: tuple[str, ...] = ()
    mature: bool = False
    rank_by: RankBy = "alive"
    final_seconds: float = 4.0
    playing_seconds: float = 10.0
    waiting_seconds: float = 30.0
    most_players: int = 100
    profile: str = ""
    """The trained HUD profile that reads it; empty: the regions hold nothing but digits."""
    regions: dict[str, Region] = field(default_factory=dict)
    """By name: ``hud`` (the generous region searched by a trained profile), or ``alive`` and ``kills``; ``taught``, the
    part that a taught profile searches; and ``banner``, the middle of the picture, where the end of a match is
    announced: it is looked at near the end alone."""
    categories: dict[str, str] = field(default_factory=dict)
    """By platform: how it calls the game. Empty: it is not asked for it."""
    limits: dict[str, int] = field(default_factory=dict)
    """By platform: how many of its streams are watched at most."""
    taught: str = ""
    """The digest of the taught profile that reads it, too, in the region of that name; empty: there is none."""

    def category_on(self, platform: str) -> str:
        """Empty: the platform is not asked for it."""
        older = self.twitch_category if platform == "twitch" else ""
        return self.categories.get(platform, older)

    def limit_on(self, platform: str) -> int:
        return self.limits.get(platform, self.stream_limit)

    @property
    def has_banner(self) -> bool:
        return "banner" in self.regions

    def without_banner(self) -> Game:
        return replace(
            self,
            regions={name: region for name, region in self.regions.items() if name != "banner"},
        )


@dataclass(frozen=True, slots=True)
class Correction(Record):
    """Where a streamer's cropped or embedded picture lies: frame = offset + scale * game picture, in fractions."""

    x: float = 0.0
    y: float = 0.0
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Channel(Record):
    """What an admin decided about one channel."""

    channel: str
    rule: Literal["watch", "allow", "block"]
    """``watch``: look at ``url`` at all times; ``allow``: take it past the filters; ``block``: never show it."""
    game: str = ""
    name: str = ""
    url: str = ""
    correction: Correction | None = None
    featured: bool = False
    """It passes the filters and leads those with as many alive."""


@dataclass(frozen=True, slots=True)
class Stream(Record):
    """A stream that may be live now: what discovery found."""

    channel: str
    game: str
    name: str
    url: str
    """What streamlink opens."""
    title: str = ""
    platform: str = "web"
    language: str = ""
    viewers: int | None = None
    page_url: str = ""
    playback_url: str = ""
    """An HLS playlist that a browser can play; empty when the platform has its own player."""
    found_at: float = 0.0
    correction: Correction | None = None
    featured: bool = False
    player: str = ""
    """What the platform's own player is given: Twitch's login, Kick's slug, YouTube's video ID; empty: not known."""
    login: str = ""
    """As its platform writes it, which the identifier is not; empty: not known."""


@dataclass(frozen=True, slots=True)
class Reading(Record):
    """What one look gave: numbers, or an abstention with its reason."""

    alive: int | None
    kills: int | None
    phase: Phase
    confidence: float
    """0 to 1: how sure the reader is of ``alive``."""
    reason: str = ""
    """Why a number is missing; empty if none is."""
    captured_at: float = 0.0
    """When the picture was broadcast."""
    kills_confidence: float = 0.0
    """0 to 1: how sure the reader is of ``kills``."""
    result: Result = ""
    """What a banner announces."""
    place: int | None = None
    result_confidence: float = 0.0
    """0 to 1: how sure the reader is of ``result``."""
    mode: Mode = ""
    """What the HUD tells of it."""
    faint: int | None = None
    """What ``alive`` would be, were the reader sure: one look proves nothing."""
    faint_x: float = 0.0
    """Where the middle of its digits is in its region, in heights of the picture; so is ``faint_y``."""
    faint_y: float = 0.0


@dataclass(frozen=True, slots=True)
class Standing(Record):
    """What we believe of a stream."""

    channel: str
    game: str
    phase: Phase = "unknown"
    alive: int | None = None
    kills: int | None = None
    confidence: float = 0.0
    captured_at: float = 0.0
    """When the newest picture that agrees with these numbers was broadcast."""
    state: LookState = "new"
    """The result of the last look."""
    reason: str = ""
    looked_at: float = 0.0
    failures: int = 0
    """Looks in a row that gave no number."""
    phase_since: float = 0.0
    failing_since: float = 0.0
    """When the first of those looks was; 0 when there is none."""
    result: Result = ""
    """Of the match under way, or just over: any while ``playing`` means that the streamer spectates."""
    place: int | None = None
    mode: Mode = ""
    began_at: float = 0.0
    """When the first number of the match under way, or just over, was seen; 0: none was."""
    alive_since: float = 0.0
    """When a number no larger than ``alive`` was first seen."""
    marks: tuple[tuple[int, int], ...] = ()
    """How the number fell: seconds since ``began_at``, players alive; the first is the first number seen."""
    ended_at: float = 0.0
    """When the match was first seen to be over for the streamer, or was given up; 0: it goes on."""
    unread_since: float = 0.0
    """When the first of the looks in a row was that found a moving picture and read nothing; 0: there is none."""


@dataclass(frozen=True, slots=True)
class EndsIn(Record):
    """How long a match still runs, in seconds from ``captured_at``."""

    low: float
    """One match in ten ends sooner."""
    median: float
    high: float
    """One match in ten ends later."""
    is_prior: bool = False
    """Known from the game's facts: too few of its matches were watched."""


@dataclass(frozen=True, slots=True)
class RankedStream(Record):
    """A row of the board: a stream, what we believe of it, and its place."""

    rank: int | None
    """1 leads; ``None`` when it is not in play."""
    channel: str
    name: str
    title: str
    platform: str
    language: str
    viewers: int | None
    page_url: str
    playback_url: str
    game: str
    phase: Phase
    alive: int | None
    kills: int | None
    confidence: float
    captured_at: float
    state: LookState
    reason: str
    phase_since: float = 0.0
    """When the picture that began the phase was broadcast; 0 when not known."""
    featured: bool = False
    result: Result = ""
    """``eliminated`` while ``playing`` means that the streamer spectates."""
    mode: Mode = ""
    ends_in: EndsIn | None = None
    place: int | None = None
    began_at: float = 0.0
    """When the match's first number was seen; 0 when not known."""
    ended_at: float = 0.0
    """When it was over for the streamer, or given up; 0: it goes on."""
    player: str = ""
    """As in ``Stream``."""


@dataclass(frozen=True, slots=True)
class Board(Record):
    """The ranked streams of a game, or of all of them."""

    game: str
    at: float
    streams: tuple[RankedStream, ...]
    """In play first, by rank; then waiting, over and unknown ones."""
    moving: int = 0
    """Streams whose video moves."""
    unread: int = 0
    """Those of them whose counters have not been read for long."""


@dataclass(frozen=True, slots=True)
class Top(Record):
    """What a board that is kept by rows says of itself."""

    game: str
    at: float
    order: Order
    count: int
    in_play: int
    moving: int
    unread: int
    """The last two as in ``Board``."""
    first: tuple[str, ...]
    """The channels of its first rows, in their order."""
    ranks: dict[str, int] = field(default_factory=dict)
    """By channel: those of rows further down that are on air."""


@dataclass(frozen=True, slots=True)
class OnAir(Record):
    """Which stream the viewers of a game are shown, and why."""

    game: str
    channel: str
    """Empty: nothing is worth showing."""
    since: float
    reason: str
    """``first``, ``closer``, ``ended``, ``gone`` or ``none``."""
    previous: str = ""
    beside: tuple[str, ...] = ()
    """Channels shown beside ``channel``, whose finishes overlap; the sound is that of ``channel``."""
    coming: str = ""
    """The channel whose finish is announced next."""
    coming_at: float = 0.0
    """When that match is expected to end."""


@dataclass(frozen=True, slots=True)
class Event(Record):
    """A change on its way to the browsers."""

    id: str
    kind: Literal["board", "on-air"]
    game: str
    body: str
    """The record as JSON; empty for a board, which is fetched when needed."""


def as_json(value: object) -> str:
    """Dataclasses in it are objects."""
    return _encode(value)


def _as_object(record: Record) -> dict[str, Any]:
    """Shallow: a copy of everything inside, as ``asdict`` makes, costs ten times as much."""
    kind: Any = type(record)
    return dict(zip(_checks(kind), _values(kind)(record), strict=True))


_encode = json.JSONEncoder(default=_as_object, separators=(",", ":")).encode
"""``json.dumps`` would make an encoder for each text."""


@cache
def _values(record: type[Record]) -> attrgetter[tuple[Any, ...]]:
    return attrgetter(*_checks(record))  # type: ignore[arg-type]


@cache
def _checks(record: type[Record]) -> dict[str, Check]:
    """By field, in the order of their declaration."""
    hints = get_type_hints(record)
    return {one.name: _check(hints[one.name]) for one in fields(record)}  # type: ignore[arg-type]


def _check(hint: Any) -> Check:
    kind, inner = get_origin(hint), get_args(hint)
    if kind is Literal:
        return _one_of(frozenset(inner))
    if kind in (Union, UnionType):
        return _any_of([_check(one) for one in inner])
    if kind is tuple and inner[-1] is not Ellipsis:
        return _each_of([_check(one) for one in inner])
    if kind in (tuple, list):
        return _all_in(kind, _check(inner[0]))
    if kind is dict:
        return _values_fit(_check(inner[1]))
    if hint in (int, float):
        return _is_integer if hint is int else _is_number
    if hint is str:
        return _is_text
    return lambda value: hint is Any or isinstance(value, NoneType if hint is None else hint)


def _is_integer(value: Any) -> bool:
    return type(value) is int and -MAX_NUMBER < value < MAX_NUMBER


def _is_number(value: Any) -> bool:
    """Neither NaN nor infinity, both of which Python's JSON reads."""
    return type(value) in (float, int) and -MAX_NUMBER < value < MAX_NUMBER


def _is_text(value: Any) -> bool:
    """A lone surrogate is valid JSON and cannot be sent to anybody as UTF-8."""
    return isinstance(value, str) and (
        value.isascii() or value == value.encode("utf-8", "ignore").decode()
    )


def _one_of(words: frozenset[Any]) -> Check:
    return lambda value: isinstance(value, str | int) and value in words


def _any_of(checks: list[Check]) -> Check:
    return lambda value: any(fits(value) for fits in checks)


def _all_in(kind: type, fits: Check) -> Check:
    return lambda values: isinstance(values, kind) and all(map(fits, values))  # type: ignore[call-overload]


def _each_of(checks: list[Check]) -> Check:
    return lambda values: (
        isinstance(values, tuple)
        and len(values) == len(checks)
        and all(fits(value) for fits, value in zip(checks, values, strict=True))
    )


def _values_fit(fits: Check) -> Check:
    return lambda values: (
        isinstance(values, dict) and all(map(_is_text, values)) and all(map(fits, values.values()))
    )


@cache
def _parsers(record: type[Record]) -> dict[str, Parse]:
    """By field, where JSON has something else than the record."""
    hints = get_type_hints(record)
    found = {one.name: _parse(hints[one.name]) for one in fields(record)}  # type: ignore[arg-type]
    return {name: parse for name, parse in found.items() if parse}


def _parse(hint: Any) -> Parse | None:
    """What is not as the hint has it is left as it is, for the check to find."""
    kind, inner = get_origin(hint), get_args(hint)
    if isinstance(hint, type) and issubclass(hint, Record):
        return hint.from_dict
    if kind in (Union, UnionType):
        made = [parse for parse in map(_parse, inner) if parse]
        return (lambda value: None if value is None else made[0](value)) if made else None
    if kind is tuple:
        each = _parse(inner[0]) or _same
        return lambda value: tuple(map(each, value)) if isinstance(value, list) else value
    of_values = _parse(inner[1]) if kind is dict else None
    if of_values:
        return lambda value: {name: of_values(one) for name, one in value.items()}
    return None


def _same(value: Any) -> Any:
    return value
