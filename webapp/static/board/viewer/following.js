// Which stream does this viewer see: the one on air, or one they chose?

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

// The channel to be shown, or null. `broken` are channels whose video does not play: they are left out unless all are.
// `pinned` and `picked` are the viewer's; `seconds` is how long `shown` has been on.
export function chosen({ streams, order, onAir, pinned, picked, shown, seconds, broken, rules }) {
  if (pinned ?? picked) return pinned ?? picked;
  const playing = inPlay(streams, broken);
  if (order === "site" && playing.some((stream) => stream.channel === onAir)) return onAir;
  const best = playing[0];
  const current = playing.find((stream) => stream.channel === shown);
  if (!current || !best) return best?.channel ?? null;
  return isWorthLeaving(current, best, order, seconds, rules) ? best.channel : shown;
}

export function inPlay(streams, broken) {
  const playing = streams.filter((stream) => stream.rank !== null);
  const working = playing.filter((stream) => !broken.has(stream.channel));
  return working.length ? working : playing;
}

function isWorthLeaving(current, best, order, seconds, rules) {
  const isHeld = current.alive <= rules.holdAlive || seconds < rules.dwellSeconds;
  if (current.channel === best.channel || isHeld) return false;
  if (order === "kills" || order === "small") return true;
  return best.alive <= current.alive - rules.switchMargin || best.alive <= rules.lastAlive;
}

// `main` and those to be shown beside it; who is there already stays while still among the best.
export function beside(streams, main, count, broken) {
  const others = streams.filter(
    (stream) => stream.rank !== null && stream.channel !== main && !broken.has(stream.channel),
  );
  return [main, ...others.slice(0, count - 1).map((stream) => stream.channel)];
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
