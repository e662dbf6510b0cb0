// Which streamers are this viewer's favorites, and how do they get to another browser?

const KEY = "stars";
const MAX_STARS = 500;
const MAX_LENGTH = 200;

// Favorites come first among those in play, and among the others; each keeps its rank.
export function starredFirst(streams, stars) {
  if (!stars.length) return streams;
  const starred = new Set(stars);
  const order = ({ rank, channel }) => Number(rank === null) * 2 + Number(!starred.has(channel));
  return [...streams].sort((one, other) => order(one) - order(other));
}

export function toggled(stars, channel) {
  return stars.includes(channel)
    ? stars.filter((each) => each !== channel)
    : [...stars, channel].slice(-MAX_STARS);
}

// After the #, which browsers never send.
export function linkTo(address, stars) {
  const link = new URL("/", address);
  link.hash = new URLSearchParams({ [KEY]: stars.join(",") });
  return link.href;
}

export function starsIn(hash) {
  const given = new URLSearchParams(hash.replace(/^#/, "")).get(KEY) ?? "";
  const names = given.split(",").map((each) => each.trim());
  return [...new Set(names)]
    .filter((each) => each && each.length <= MAX_LENGTH)
    .slice(0, MAX_STARS);
}
