// How did the number of players alive fall over this match?

const WIDTH = 56;
const HEIGHT = 22;
const KEPT = 60;

// For each channel its [seconds since the epoch by the server's clock, alive] of the match under way, oldest first.
export class Histories {
  // `falls`: for each channel the steps from one point to the next, [seconds later, fall, seconds later, fall...].
  constructor(falls, { newMatchRise }) {
    const points = Object.entries(falls).map(([channel, steps]) => [channel, pointsOf(steps)]);
    Object.assign(this, { points: new Map(points), newMatchRise });
  }

  hear(streams) {
    for (const { channel, rank, alive, captured_at: at } of streams) {
      if (rank === null || alive === null || at === null) continue;
      this.#add(channel, [Date.parse(at) / 1000, alive]);
    }
    const live = new Set(streams.map((stream) => stream.channel));
    for (const channel of this.points.keys()) if (!live.has(channel)) this.points.delete(channel);
  }

  #add(channel, point) {
    let points = this.points.get(channel) ?? [];
    const last = points.at(-1);
    if (last && (last[1] === point[1] || point[0] <= last[0])) return;
    if (last && point[1] >= last[1] + this.newMatchRise) points = [];
    this.points.set(channel, [...points, point].slice(-KEPT));
  }

  of(channel) {
    return this.points.get(channel) ?? [];
  }
}

function pointsOf(steps) {
  const points = [];
  let [at, alive] = [0, 0];
  for (let place = 0; place < steps.length; place += 2) {
    at += steps[place];
    alive -= steps[place + 1];
    points.push([at, alive]);
  }
  return points;
}

// The `d` of a path in a box of 56 by 22: steps, since the number holds until the next one.
export function sparklinePath(points) {
  if (points.length < 2) return "";
  const [from, to] = [points[0][0], points.at(-1)[0]];
  const most = Math.max(...points.map((point) => point[1]));
  const x = (at) => (((at - from) / (to - from || 1)) * WIDTH).toFixed(1);
  const y = (alive) => (1 + (1 - alive / most) * (HEIGHT - 2)).toFixed(1);
  return points
    .map(([at, alive], place) => (place ? `H${x(at)}V${y(alive)}` : `M${x(at)} ${y(alive)}`))
    .join("");
}
