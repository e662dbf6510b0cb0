// Does video come through, and if not, what is tried next and when? Times are in seconds.

const POOR_FAILURES = 2;
// A stream that is gone says less about the line than one that stalls.
const GONE = 0.5;
const LEFT_SECONDS = 30;
const MAX_LEFT_SECONDS = 480;
const PAUSES = [3, 5, 10, 20, 40, 60];
const MAX_TRIED = 4;
const STEADY_SECONDS = 20;
// A try of which nothing more is heard.
const TRY_SECONDS = 45;

// After two failures in a row the page stops going from stream to stream: it keeps the best one and tries again with
// growing pauses. A stream that is gone (404, offline) is left out meanwhile; one that stalls may be the viewer's line.
export class Reception {
  constructor() {
    this.failures = 0;
    this.stalls = 0;
    this.tries = 0;
    this.tryAt = Infinity;
    this.failedAt = -Infinity;
    this.left = new Map();
    this.times = new Map();
    this.good = new Set();
  }

  get isPoor() {
    return this.failures >= POOR_FAILURES;
  }

  // Whether it is the line: more than one stream stalled.
  get isLine() {
    return this.isPoor && this.stalls >= POOR_FAILURES;
  }

  failed(channel, now, isGone) {
    this.failures += isGone ? GONE : 1;
    this.stalls += isGone ? 0 : 1;
    this.failedAt = now;
    const times = (this.times.get(channel) ?? 0) + 1;
    this.times.set(channel, times);
    const until = now + Math.min(LEFT_SECONDS * 2 ** (times - 1), MAX_LEFT_SECONDS);
    this.left.set(channel, { until, isGone });
    this.tryAt = now + PAUSES[Math.min(this.tries, PAUSES.length - 1)];
    if (this.isPoor || !isGone) this.tries += 1;
  }

  played(channel) {
    this.left.delete(channel);
    this.times.delete(channel);
    this.good.add(channel);
  }

  // Of streams that are no longer there nothing is kept.
  forgetAllBut(channels) {
    for (const kept of [this.left, this.times, this.good])
      for (const channel of kept.keys()) if (!channels.has(channel)) kept.delete(channel);
  }

  // Something plays. A slow line begins streams and stalls, so it takes a while until that counts.
  steady(now) {
    if (now - this.failedAt < STEADY_SECONDS) return;
    this.failures = this.stalls = this.tries = 0;
    this.tryAt = Infinity;
  }

  // The viewer wants this one, whatever happened before.
  forgive(channel) {
    this.left.delete(channel);
  }

  // The network has come back: no need to wait.
  hurry(now) {
    if (this.failures) this.tryAt = now;
  }

  // Channels to leave out. While nothing comes through that says little about a stream, unless it is gone.
  broken(now) {
    for (const [channel, { until }] of this.left) if (until <= now) this.left.delete(channel);
    const out = [...this.left].filter(([, { isGone }]) => isGone || !this.isPoor);
    return new Set(out.map(([channel]) => channel));
  }

  // Which of `candidates`, the best first, to try now; null while it is too early. One that has played before: a stream
  // that hangs would take the whole time of a try again. One failure since it last played says nothing: the line is poor.
  due(candidates, now) {
    if (now < this.tryAt || !candidates.length) return null;
    this.tryAt = now + TRY_SECONDS;
    const failures = (channel) => Math.max(0, (this.times.get(channel) ?? 0) - 1);
    const doubt = (channel) => 2 * failures(channel) + Number(!this.good.has(channel));
    const tried = candidates.slice(0, MAX_TRIED);
    return tried.reduce((best, each) => (doubt(each) < doubt(best) ? each : best));
  }
}
