"""How does a database get its matches? Made by PostgreSQL itself: a million in a minute or two."""

from __future__ import annotations

from django.db import connection

CURVES = 200
CHANNELS = 5000
DAYS = 30
BLOCKED = 500
_CURVES = """
CREATE TEMP TABLE made_curves AS
SELECT number, jsonb_agg(jsonb_build_array(step * 20, greatest(1, 97 - mod(number, 10) - step * 8 / 5)) ORDER BY step)
    AS curve
FROM generate_series(0, %s - 1) AS number, generate_series(0, 60) AS step GROUP BY number
"""
_MATCHES = """
INSERT INTO desk_match (
    channel, name, game, began_at, ended_at, alive, kills, won, page_url, mode, result, place, curve, picture
)
SELECT
    'channel-' || floor({channels} * random() ^ 2)::int,
    'Streamer ' || number,
    (ARRAY['pubg', 'apex', 'fortnite', 'warzone'])[1 + number % 4],
    at - make_interval(secs => 400 + 1200 * random()),
    at,
    CASE WHEN luck < 0.02 THEN 1 ELSE 2 + floor(60 * random() ^ 2)::int END,
    CASE WHEN random() < 0.1 THEN NULL ELSE floor(-3 * ln(1 - 0.999 * random()))::int END,
    luck < 0.02,
    'https://example.org/' || number,
    (ARRAY['', 'solo', 'teams'])[1 + number % 3],
    CASE WHEN luck < 0.02 THEN 'won' WHEN luck < 0.3 THEN 'placed' WHEN luck < 0.8 THEN 'eliminated'
         WHEN luck < 0.9 THEN 'left' WHEN luck < 0.98 THEN 'lost' ELSE '' END,
    CASE WHEN luck < 0.3 THEN 1 + floor(20 * random())::int END,
    (SELECT curve FROM made_curves WHERE made_curves.number = made.number % {curves}),
    CASE WHEN at > now() - interval '1 day' THEN decode(repeat('ff', 3000), 'hex') END
FROM (
    SELECT number, random() AS luck, now() - make_interval(secs => number * {days} * 86400.0 / {rows}) AS at
    FROM generate_series(1, {rows}) AS number
) AS made
ON CONFLICT DO NOTHING
"""
_OLD = """
INSERT INTO desk_match (channel, name, game, began_at, ended_at, alive, kills, won, page_url)
SELECT 'channel-' || mod(number, 5000), 'Streamer', 'pubg', at - interval '20 minutes', at,
       CASE WHEN mod(number, 40) = 0 THEN 1 ELSE 2 + mod(number, 90) END, mod(number, 12), mod(number, 40) = 0, ''
FROM (SELECT number, now() - number * interval '20 seconds' AS at FROM generate_series(1, %s) AS number) AS made
"""


def fill(rows: int) -> None:
    """``rows`` matches of the last ``DAYS`` days; a few channels have most of them, and some have opted out."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT setseed(0.5)")
        cursor.execute(_CURVES, [CURVES])
        cursor.execute(_MATCHES.format(channels=CHANNELS, curves=CURVES, days=DAYS, rows=rows))
        cursor.execute("VACUUM ANALYZE desk_match")
    _block()


def fill_as_before(rows: int) -> None:
    """Rows as the version without results and curves left them."""
    with connection.cursor() as cursor:
        cursor.execute(_OLD, [rows])
        cursor.execute("VACUUM ANALYZE desk_match")


def _block() -> None:
    from webapp.catalog.models import Channel

    Channel.objects.bulk_create(
        Channel(channel=f"channel-{number * 7}", rule=Channel.Rule.BLOCK)
        for number in range(1, BLOCKED)
    )
