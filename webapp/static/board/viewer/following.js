// Which stream does this viewer see: the one on air, or one they chose?

import { isDecided, plan, secondsLeft } from "./planning.js";

const LOST_SECONDS = 60;

// The streams this viewer wants to see at all, those in play first, in the order they chose.
export function wantedBy(settings, streams, rules) {
  const wanted = streams.filter(
    (stream) =>
      !settings.hidden.includes(stream.channel) &&
      !settings.gamesLeftOut.includes(stream.game) &&
      (!settings.languages.length || settings.languages.includes(stream.language)),
  );
  const inPlay = wanted.filter((stream) => stream.rank !== null);
  if (settings.order !== "site") inPlay.sort(ORDERS[settings.order](rules));
  const ranked = inPlay.map((stream, place) => ({ ...stream, rank: place + 1 }));
  return [...ranked, ...wanted.filter((stream) => stream.rank === null)];
}

// The same orders as scoreboard/rules.py, and one of the page's own.
const byAlive = (one, other) =>
  one.alive - other.alive ||
  other.featured - one.featured ||
  (other.kills ?? 0) - (one.kills ?? 0) ||
  byViewers(one, other);
const byKills = (one, other) =>
  (other.kills ?? 0) - (one.kills ?? 0) ||
  other.featured - one.featured ||
  one.alive - other.alive ||
  byViewers(one, other);
const byViewers = (one, other) =>
  (other.viewers ?? 0) - (one.viewers ?? 0) || (one.channel < other.channel ? -1 : 1);
const bySize = ({ smallViewers }) => {
  const isLarge = (stream) => Number(stream.viewers > smallViewers);
  return (one, other) => isLarge(one) - isLarge(other) || byAlive(one, other);
};
const ORDERS = { alive: () => byAlive, kills: () => byKills, small: bySize };

// The channels to be shown, the large one first; none where nothing is played. `broken` are channels whose video does not
// play: they are left out unless all are. `pinned` and `picked` are the viewer's; `onAir` is the site's `{channel,
// beside}`; `stage` are the channels that are up, the large one for `seconds`; `ageOf` gives a row's age in seconds.
// `mayVary`: whether the site, or what its rules say of the viewer's own order, may show several at once.
export function chosen(given) {
  const { streams, order, onAir, pinned, picked, broken, mayVary } = given;
  const playing = inPlay(streams, broken);
  const isPlaying = (channel) => playing.some((stream) => stream.channel === channel);
  const site = [onAir.channel, ...onAir.beside].filter(isPlaying);
  if (pinned) return [pinned];
  if (picked) return site.includes(picked) && mayVary ? first(picked, site) : [picked];
  if (order === "kills" || order === "small") return [inOrder(playing, given)].filter(Boolean);
  const next = order === "site" && isPlaying(onAir.channel) ? site : planned(playing, given);
  return mayVary ? next : [oneOf(next, given.stage[0])].filter(Boolean);
}

// Whoever sees one at a time sees it to its end, whatever else is close.
const oneOf = (next, shown) => (next.includes(shown) ? shown : next[0]);
const first = (channel, channels) => [channel, ...channels.filter((each) => each !== channel)];

function planned(playing, { order, stage, seconds, ageOf, rules }) {
  const known = (stream) => (order === "alive" ? { ...stream, ends_in_seconds: null } : stream);
  const left = (stream) => secondsLeft(known(stream), ageOf(stream) ?? 0, rules);
  return plan({ streams: playing, stage, seconds, left, rules });
}

// The first in an order that says nothing of the end; near its end a match is not left.
function inOrder(playing, { stage, seconds, ageOf, rules }) {
  const open = playing.filter((stream) => !isDecided(stream, rules));
  const best = (open.length ? open : playing)[0];
  const current = open.find((stream) => stream.channel === stage[0]);
  if (!current) return best?.channel;
  const { median } = secondsLeft(current, ageOf(current) ?? 0, rules);
  const isHeld = median <= rules.holdSeconds || seconds < rules.dwellSeconds;
  return isHeld ? current.channel : best.channel;
}

export function inPlay(streams, broken) {
  const playing = streams.filter((stream) => stream.rank !== null);
  const working = playing.filter((stream) => !broken.has(stream.channel));
  return working.length ? working : playing;
}

// The first `count` of `chosen` channels, and the best of the others for whatever place is left.
export function filled(streams, chosen, count, broken) {
  const others = streams.filter(
    ({ rank, channel }) => rank !== null && !chosen.includes(channel) && !broken.has(channel),
  );
  return [...chosen, ...others.map((stream) => stream.channel)].slice(0, count);
}

// The stream `steps` places further down the ranking than `shown`; either end leads to the other.
export function neighbour(streams, shown, steps) {
  const inPlay = streams.filter((stream) => stream.rank !== null);
  if (!inPlay.length) return null;
  const place = inPlay.findIndex((stream) => stream.channel === shown);
  if (place < 0) return inPlay[0].channel;
  return inPlay[(place + steps + inPlay.length) % inPlay.length].channel;
}

// What is left of the viewer's pick, `{channel, hasPlayed, lostAt}`, at `now` (seconds): null once its match has ended. One
// in the lobby is kept through the match to come, and one that lost its counter for as long as an ad break takes.
export function pickAt(picked, streams, now) {
  const stream = picked && streams.find((each) => each.channel === picked.channel);
  if (!stream || stream.state === "offline") return null;
  if (stream.rank !== null) return { channel: picked.channel, hasPlayed: true, lostAt: null };
  if (!picked.hasPlayed) return picked;
  if (stream.phase !== "unknown") return null;
  const lostAt = picked.lostAt ?? now;
  return now - lostAt > LOST_SECONDS ? null : { ...picked, lostAt };
}
