"""What does Redis hold, under which key, and which command changes it?

========================  ======  =====================================================  =================
key                       type    holds                                                  written by
========================  ======  =====================================================  =================
``catalog:games``         string  JSON list of Game                                      web
``catalog:channels``      string  JSON list of Channel                                   web
``catalog:taught``        hash    game -> TaughtProfile as JSON: the one in use, at      web
                                  most 800 KB each
``catalog:published``     string  version of the three above                             web
``streams``               hash    channel -> Stream as JSON                              discover
``discovering``           string  owner of the discovery under way; expires              discover
``discovered``            string  version of the catalog that the last one went by       discover
``categories``            hash    category -> its ID; but on Twitch, the platform and    discover
                                  ``|`` go before its name
``due_games``             set     games with channels to look at                         discover
``due:{game}``            zset    channel -> when its next look is due (epoch seconds)   discover, schedule
``due:{game}:final``      zset    those of ``due:{game}`` that go first                  schedule
``due:{game}:playing``    zset    those of ``due:{game}`` that go second                 schedule
``passed:{game}``         hash    live channel -> why it is not taken; expires           discover
``lease:{channel}``       string  token of the look under way, or a pause; expires 6 s   schedule, capture,
                                  after the process that works on it last renewed it     read, web
``looks``                 zset    channel -> when the lease of its look ends, or would   schedule
                                  have if no step had renewed it
``look:{channel}``        string  the newest look that waits to be read; expires         capture
``banner:{channel}``      string  the middle of its picture, near the end; expires       capture
``remembered:``           hash    (``{channel}``) field -> JSON: where its video is, its   capture
                                  last picture; and the look that left it; expires
``preview:{channel}``     string  a small JPEG of the stream; expires                    capture
``moment-preview:``       string  (``{channel}:{ms}``) that of a finish; expires         direct
``moment-previews``       list    the keys of those, the oldest first                    direct
``last-looks:{channel}``  list    the last 12 pictures of a stream near its end;         capture
                                  expires
``looks-kept``            zset    channel -> when the last of those was kept; 128        capture, direct
``moment-looks:``         list    (``{channel}:{ms}``) those before a finish; expires    direct, web
``moment-looks``          list    the keys of those, the oldest first; 128               direct
``standings``             hash    channel -> Standing as JSON                            track
``tracks``                hash    channel -> what track remembers, as JSON               track
``dirty``                 set     games whose board may have changed                     track, discover
``changes``               string  how often something was written that boards are        track, discover,
                                  made of                                                web
``changes-found``         string  how often of those it was not the end of a look        discover, web
``changed``               zset    channel -> number of the last of those changes that    track
                                  was the end of a look
``found-changed``         zset    channel -> number of the last one that was not         discover, web
``rows``                  hash    channel -> its row of the boards (RankedStream as      direct
                                  JSON), without a rank
``rows-changed``          zset    channel -> number of the pass that last wrote its row  direct
``top:{game}``            string  Top as JSON: what the board of a game says of itself,  direct
                                  and the channels of its first rows
``boards-made``           string  number of the last pass over the boards                direct
``passes``                list    the numbers of the last thousand, the newest first     direct
``board:{game}``          string  Board as JSON, for older processes: all rows while     direct
                                  somebody reads it, else the first; expires
``whole-boards``          string  held while it has all rows; expires                    direct
``on-air:{game}``         string  OnAir as JSON                                          direct
``directing``             string  token held while boards are made and for a pause       direct
                                  after; expires
``moments:{kind}``        list    Highlight as JSON, the newest first; the newest 300       direct
``alive:{channel}``       list    "at alive" of the match under way, the oldest first    direct
``events``                stream  kind, game, body; the newest thousand. Of a new board  direct
                                  the body is empty: ``top:{game}`` and ``rows`` hold it
``counters``              hash    name|label -> count since Redis was started            every role
``faults``                hash    step|subject -> JSON of the last fault; step ``rows``  every role
                                  for rows that cannot be read
``leader``                string  which beat leads; expires                              beat
``asked``                 list    Ask as JSON: what admins want to know                  web
``answer:{id}``           string  the answer as JSON; expires                            every worker
``frame:{id}``            string  a picture to draw regions on, JPEG; expires            web, capture
``interest``              set     channels that an admin looks at; expires               web
``tries:{what}``          string  how often somebody (a keyed hash of the address) or    web
                                  all have tried to add a stream; expires within a day
``checking:{id}``         string  a submission that workers were asked about; expires    web
``seen:{channel}``        string  Seen as JSON, of the last look; expires                read
``doubts``                list    Seen as JSON: for people to judge; the newest 50       read
``workers``               hash    process -> Worker as JSON: role, version, clock        every role
``found``                 hash    game -> JSON of what the last discovery found          discover
``platforms``             hash    platform -> PlatformState as JSON                      discover
``twitch-left``           string  what Twitch has left, for workers that know only that  discover
``quota:``                hash    (``{platform}:{day}``) kind of request -> units spent;  discover, control
                                  expires
``platform-memory:``      string  (``{name}``) what a platform's client remembers from   discover, control
                                  one discovery to the next, as JSON; expires
``samples``               list    Sample as JSON, one a minute; the newest day           web
``sampling``              string  held for the minute that has its sample; expires       web
``finishes``              list    Finish as JSON, for the site's database; bounded       direct
``milestones``            list    Milestone as JSON, for webhooks; the newest 2,000      direct
``forecasts``             string  JSON list of Table: how long matches run               web
``forecasts-learned``     string  how often they have been learned                       web
``forecasting``           string  held until they are learned anew; expires              web
``recordings-wanted``     zset    channel -> from when on its platform is to be asked    web, record
                                  what it has recorded; 2,000
``recordings``            list    Recording as JSON, for the site's database; 1,000      record
``scans``                 hash    id -> ScanOrder as JSON: recordings that admins want   web
                                  scanned; the newest 20
``scans-open:{want}``     zset    id of an order that is not done -> when it was made    web, scan
``scanning:{want}``       string  which order a scan worker is at; expires               scan
``scan:{id}``             string  ScanProgress as JSON; expires                          scan
``scan-profile:{id}``     string  the TaughtProfile that is tried, as JSON; expires      web
``scan-report:{id}``      string  the report, compressed; expires                        scan
``capture``, ``ocr``,     list    Celery's queues of tasks that wait                     Celery
``control``, ``scan``
========================  ======  =====================================================  =================

Celery's queues may be in a Redis of their own, and so may what is bulky: ``look:``, ``banner:``, ``preview:``,
``moment-preview:``, ``moment-previews``, ``last-looks:``, ``looks-kept``, ``moment-looks:``, ``moment-looks`` and
``scan-report:``. No command or script names keys of two of them, except one that is left out when they are apart.

Nothing here is precious: the next discovery, the next looks and the next publication restore it. All times are by
Redis' clock. A row that cannot be read is skipped, counted and reported, never in the way of others. To change a key's
type, use a new key: during an upgrade both versions share one Redis.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoreboard.store.board_reads import BoardReads
from scoreboard.store.board_rows import BoardRows
from scoreboard.store.boards import Boards
from scoreboard.store.captures import Captures, LookContext
from scoreboard.store.catalog import Catalog
from scoreboard.store.counts import Counts
from scoreboard.store.due import Lane
from scoreboard.store.forecasts import ForecastTables
from scoreboard.store.health import Health
from scoreboard.store.history import History
from scoreboard.store.inbox import Inbox
from scoreboard.store.joining import Joining
from scoreboard.store.leadership import Leadership
from scoreboard.store.looks import Looks
from scoreboard.store.preview import Previews
from scoreboard.store.queues import Queues
from scoreboard.store.quotas import Quotas
from scoreboard.store.recordings import Recordings
from scoreboard.store.requests import Requests
from scoreboard.store.scans import Scans
from scoreboard.store.standings import Standings
from scoreboard.store.streams import Streams
from scoreboard.store.taught import Taught
from scoreboard.store.turns import Turn, Turns

if TYPE_CHECKING:
    from redis import Redis

__all__ = ["Lane", "LookContext", "Store", "Turn"]


class Store(
    Captures,
    Catalog,
    Streams,
    Looks,
    Turns,
    Leadership,
    Queues,
    Previews,
    Standings,
    Boards,
    BoardRows,
    BoardReads,
    History,
    Counts,
    Requests,
    Scans,
    Inbox,
    Recordings,
    Quotas,
    Health,
    ForecastTables,
    Joining,
    Taught,
):
    """Every command of ours to Redis. Errors of Redis pass through.

    ``broker`` and ``bulk``: the servers that hold Celery's queues, and looks and pictures, if not ``redis``.
    """

    def __init__(self, redis: Redis, broker: Redis | None = None, bulk: Redis | None = None):
        super().__init__(redis)
        self.broker = redis if broker is None else broker
        self.bulk = redis if bulk is None else bulk
