// Which matches are worth the stage, by the time that is left? The page's side of scoreboard/director.py, for viewers who
// follow an order of their own: a test holds that both choose the same.

// Seconds until the match is expected to end, `age` seconds after its number was broadcast. Without a forecast, or where
// the viewer wants none, by the number of players alive.
export function secondsLeft({ ends_in_seconds: known, alive }, age, rules) {
  const rough = rules.secondsEach * (alive ?? 0);
  const { low, median, high } = known ?? {
    low: rules.roughLow * rough,
    median: rough,
    high: rules.roughHigh * rough,
  };
  const [soonest, usual, latest] = [low, median, high].map((each) => Math.max(0, each - age));
  return { low: soonest, median: usual, high: latest };
}

// Whether a match that still shows its counter is over.
export function isDecided({ alive, result, place }, { winnerAlive, second }) {
  const isWon = alive !== null && alive <= winnerAlive;
  const isLost = result === "eliminated" && place === second;
  return isWon || isLost || ["won", "placed", "left", "lost"].includes(result);
}

export const isNear = ({ median }, { arriveSeconds, nearSeconds }) =>
  arriveSeconds <= median && median <= nearSeconds;

const isFinal = (left, rules) => isNear(left, rules) && arrivalChance(left, rules) >= rules.likely;
const isSoon = (left, rules) =>
  left.median <= rules.soonSeconds && arrivalChance(left, rules) >= rules.likelySoon;

function arrivalChance(left, rules) {
  const within = (seconds) => endsWithin(left, seconds, rules);
  return within(rules.nearSeconds) - within(rules.arriveSeconds);
}

function endsWithin(left, seconds, { minSpread }) {
  const median = Math.max(1, left.median);
  const tenth = Math.max(1, seconds < median ? left.low : left.high);
  const spread = Math.max(minSpread, Math.abs(Math.log(tenth / median))) / Math.log(9);
  return 1 / (1 + Math.exp(-Math.log(seconds / median) / spread));
}

// The channels on the stage, the one that is heard first. `streams` are those in play, in the order that breaks ties;
// `left(stream)` as above; `stage` are the channels that are up, the one that is heard first, for `seconds`.
export function plan({ streams, stage, seconds, left, rules }) {
  const matches = streams
    .filter((stream) => !isDecided(stream, rules))
    .map((stream, place) => ({
      channel: stream.channel,
      place,
      left: left(stream),
      isOut: stream.result === "eliminated",
      mayBeOver: stream.state === "no-counter",
    }));
  const next = nextStage(matches, stage, seconds, rules);
  if (!next.length) return wonAlone(streams, stage);
  const main = heard(next, stage, seconds, rules);
  return [main, ...next.map(({ channel }) => channel).filter((channel) => channel !== main)];
}

// A match that is won is better than nothing.
function wonAlone(streams, stage) {
  const channels = streams.map(({ channel }) => channel);
  const kept = channels.includes(stage[0]) ? stage[0] : channels[0];
  return kept === undefined ? [] : [kept];
}

function nextStage(matches, stage, seconds, rules) {
  const ends = finals(matches, rules);
  const up = stillUp(matches, ends, stage);
  const held = up.filter(({ left }) => left.median <= rules.holdSeconds);
  const arrives = withMore([], ends, rules);
  if (up.length && !held.length && (seconds < rules.dwellSeconds || !arrives.length))
    return up.slice(0, 1);
  let next = held;
  if (!next.length) next = arrives;
  if (!next.length) next = [...matches].sort(by(worth(rules))).slice(0, 1);
  return next.length && next[0].left.median <= rules.holdSeconds
    ? withMore(next, ends, rules)
    : next;
}

function stillUp(matches, ends, stage) {
  const up = stage
    .map((channel) => matches.find((match) => match.channel === channel))
    .filter(Boolean);
  return ends.length ? up.filter(({ isOut }) => !isOut) : up;
}

function finals(matches, rules) {
  const playing = matches.filter(({ isOut, mayBeOver }) => !isOut && !mayBeOver);
  const likely = playing.filter(({ left }) => isFinal(left, rules));
  const soon = playing.filter(({ left }) => isSoon(left, rules) && !isFinal(left, rules));
  return [...likely.sort(by(aim(rules))), ...soon.sort(by(aim(rules)))];
}

function withMore(stage, ends, rules) {
  const more = ends.filter((match) => !stage.includes(match));
  return [...stage, ...more].slice(0, rules.maxScreens);
}

function heard(next, stage, seconds, rules) {
  const closest = next.reduce((one, other) => (other.left.median < one.left.median ? other : one));
  const now = next.find(({ channel }) => channel === stage[0]);
  if (!now) return closest.channel;
  const moves = closest.left.median + rules.soundMarginSeconds < now.left.median;
  return moves && seconds >= rules.soundSeconds ? closest.channel : now.channel;
}

const aim = (rules) => (match) => [
  -Math.min(rules.veryLikely, arrivalChance(match.left, rules)),
  Math.floor(Math.abs(match.left.median - rules.aimSeconds) / rules.aimStepSeconds),
  match.place,
];

const worth =
  (rules) =>
  ({ left, isOut, mayBeOver, place }) => {
    const endsNow = mayBeOver || left.median < rules.arriveSeconds;
    const howFar = endsNow ? 2 : isNear(left, rules) ? 0 : 1;
    const likely = howFar ? 0 : Math.round(10 * arrivalChance(left, rules));
    return [howFar, Number(isOut), -likely, left.median, place];
  };

// Compares lists of numbers, the first that differ.
const by = (keyOf) => (one, other) => {
  const [first, second] = [keyOf(one), keyOf(other)];
  const place = first.findIndex((each, index) => each !== second[index]);
  return place < 0 ? 0 : first[place] - second[place];
};
