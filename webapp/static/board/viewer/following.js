// Which stream does this viewer see: the one on air, or one of their own?

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

// The channel to be shown, or null. `broken` are channels whose picture does not come; `seconds` how long `shown` is on.
export function chosen({ streams, order, onAir, pinned, shown, seconds, broken, rules }) {
  if (pinned) return pinned;
  const playing = streams.filter((stream) => stream.rank !== null && !broken.has(stream.channel));
  if (order === "site" && playing.some((stream) => stream.channel === onAir)) return onAir;
  const best = playing[0];
  const current = playing.find((stream) => stream.channel === shown);
  if (!current || !best) return best?.channel ?? null;
  return isWorthLeaving(current, best, order, seconds, rules) ? best.channel : shown;
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

// The stream `steps` places further down the ranking than `shown`; it goes round at either end.
export function neighbour(streams, shown, steps) {
  const inPlay = streams.filter((stream) => stream.rank !== null);
  if (!inPlay.length) return null;
  const place = inPlay.findIndex((stream) => stream.channel === shown);
  if (place < 0) return inPlay[0].channel;
  return inPlay[(place + steps + inPlay.length) % inPlay.length].channel;
}

export function pinnedInAddress() {
  return new URLSearchParams(location.search).get("pin");
}

export function addressWithPin(pinned) {
  const address = new URL(location.href);
  if (pinned) address.searchParams.set("pin", pinned);
  else address.searchParams.delete("pin");
  return address;
}
