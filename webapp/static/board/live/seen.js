// What was known of a stream at the moment that its picture shows? Players are seconds behind.

import { isDecided } from "../viewer/planning.js";

// A look takes seconds: more of them than any player is behind.
const KEPT_NUMBERS = 16;
// As far as workers believe the dates of a playlist: workers/capture/dates.py.
const MAX_DISTANCE_MILLISECONDS = 30_000;
// A picture is painted this long after the player's clock says so, where the machine is busy.
const PAINT_MILLISECONDS = 300;
const MIN_MILLISECONDS = 500;
const NOTICED_MILLISECONDS = 2500;
const GONE_MILLISECONDS = 5000;
const NOTHING_READ = { at: Infinity, alive: null, kills: null };

export class Seen {
  constructor(rules) {
    Object.assign(this, { rules, numbers: new Map() });
  }

  hear(streams) {
    const live = new Set(streams.map((stream) => stream.channel));
    for (const channel of this.numbers.keys()) if (!live.has(channel)) this.numbers.delete(channel);
    for (const { channel, captured_at, alive, kills, result, place } of streams) {
      if (captured_at !== null)
        this.#add(channel, { at: Date.parse(captured_at), alive, kills, result, place });
    }
  }

  // What was read before the page was opened: `points` of a match, [epoch seconds, alive], oldest first. Seconds are
  // whole: no number is told before its own is over.
  remember(channel, points) {
    for (const [seconds, alive] of points) this.#add(channel, { at: (seconds + 1) * 1000, alive });
  }

  #add(channel, number) {
    const kept = this.numbers.get(channel) ?? [];
    if (kept.length && number.at <= kept.at(-1).at) return;
    this.numbers.set(channel, [...kept, number].slice(-KEPT_NUMBERS));
  }

  // When the match of `stream` ended, as ISO; null while it goes on. A counter that stands at one says so before any
  // other sign of the end: since it does.
  endOf(stream) {
    const { channel, phase, phase_since: since, rank } = stream;
    if (rank === null) return ["over", "waiting"].includes(phase) ? since : null;
    if (!isDecided(stream, this.rules)) return null;
    const kept = this.numbers.get(channel) ?? [];
    const before = kept.findLastIndex((each) => !isDecided(each, this.rules));
    return before + 1 < kept.length ? new Date(kept[before + 1].at).toISOString() : null;
  }

  // `stream` as its picture shows it, broadcast at `pictureAt` (epoch milliseconds): without a number before the first
  // that was read. As it is where that time is not known, or where nobody had read its number for too long by then.
  at(stream, pictureAt) {
    const kept = this.numbers.get(stream.channel) ?? [];
    if (!kept.length || !isNear(kept.at(-1).at, pictureAt)) return stream;
    const { at, alive, kills } =
      kept.findLast((each) => each.at + PAINT_MILLISECONDS <= pictureAt) ?? NOTHING_READ;
    if (pictureAt - at > this.rules.freshSeconds * 1000) return stream;
    return {
      ...stream,
      alive,
      kills: kills === undefined ? stream.kills : kills,
      ...(endIsAhead(stream, pictureAt) && { phase: "playing", rank: stream.rank ?? 0 }),
    };
  }
}

// Whether the match has ended, and the picture has not shown it yet, or for too short to be noticed. It ended between
// the last number and the first picture of its end; five seconds after it the viewer shall be gone.
export function endIsAhead({ ended_at: since, captured_at: numberAt, rank }, pictureAt) {
  if (!since) return false;
  const endedAt = Date.parse(since);
  const goneAt = (rank === null ? Date.parse(numberAt) : endedAt) + GONE_MILLISECONDS;
  const leaveAt = Math.max(
    endedAt + MIN_MILLISECONDS,
    Math.min(endedAt + NOTICED_MILLISECONDS, goneAt),
  );
  return isNear(endedAt, pictureAt) && pictureAt < leaveAt;
}

// A clock that is far from ours tells nothing.
const isNear = (at, pictureAt) =>
  pictureAt !== null && Math.abs(at - pictureAt) <= MAX_DISTANCE_MILLISECONDS;
