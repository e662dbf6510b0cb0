// In which words does the page say what a stream is doing?

export function ageWords(seconds) {
  if (seconds === null) return "";
  if (seconds < 60) return `${Math.round(seconds)} s ago`;
  return seconds < 3600
    ? `${Math.floor(seconds / 60)} min ago`
    : `${Math.floor(seconds / 3600)} h ago`;
}

// How old the number is while in play, else why the stream is not; as the server's `standing_words` says it.
export function standingWords(stream, age, { words, rules }) {
  if (stream.rank === null) {
    // It may well be in a match: nobody has looked.
    if (stream.state === "ok" && age > rules.freshSeconds) return ageWords(age);
    return words.phases[stream.phase] ?? words.states[stream.state] ?? "";
  }
  if (age === null || stream.alive === null) return "";
  const isApproximate = age > rules.oldSeconds || stream.confidence < rules.showPlainly;
  return isApproximate ? `about ${stream.alive}, ${ageWords(age)}` : ageWords(age);
}

// What is said of the next finish; `seconds` until it is expected, null where nobody knows.
export function comingWords(stream, seconds) {
  const what = `${inSentence(stream.name)}, ${stream.alive} alive`;
  if (seconds === null) return `Next finish: ${what}`;
  const minutes = Math.round(seconds / 60);
  if (minutes > 1) return `In about ${minutes} minutes: ${what}`;
  return seconds < 45 ? `In less than a minute: ${what}` : `In about a minute: ${what}`;
}

const LIST_TITLES = {
  site: "Closest to the finish",
  alive: "Fewest alive",
  kills: "Most kills",
  small: "Small streamers",
};

// What the list is, in the viewer's `order` or of a search.
export function listTitle(order, isSearch) {
  return isSearch ? "Search results" : LIST_TITLES[order];
}

export function isFinal(stream, rules) {
  return stream.rank !== null && stream.alive !== null && stream.alive <= rules.finalAlive;
}

// When the match is expected to end, in whole minutes; nothing where nobody knows. As the server's `ends_words` says it.
export function endsWords({ rank, ends_in_seconds: ends }, age) {
  if (rank === null || !ends?.high || age === null) return "";
  const [low, high] = [ends.low, ends.high].map((seconds) => Math.max(0, seconds - age) / 60);
  if (Math.floor(low) === 0) return `ends within ${Math.max(1, Math.ceil(high))} min`;
  return `ends in ${Math.floor(low)}–${Math.ceil(high)} min`;
}

export function count(number) {
  return number === null ? "–" : String(number);
}

const DIRECTION_MARKS = /[\u202a-\u202e\u2066-\u2069]/g;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
const MAX_NAME_LENGTH = 80;

// A name for the middle of a sentence: whatever way it is written, and whatever marks it holds, the rest reads as usual.
export function inSentence(name) {
  const letters = [...name.replace(DIRECTION_MARKS, "")];
  const short =
    letters.length > MAX_NAME_LENGTH
      ? `${letters.slice(0, MAX_NAME_LENGTH).join("")}…`
      : letters.join("");
  return RIGHT_TO_LEFT.test(short) ? `\u2068${short}\u2069` : short;
}

const compact = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });

export function viewersWords(stream) {
  return stream.viewers === null ? "" : compact.format(stream.viewers);
}

// A game's name where there is little room: of "Series: Part" the shorter half.
export function shortGame(name) {
  return name.split(": ").reduce((one, other) => (other.length < one.length ? other : one));
}

export function languageWords(stream) {
  return stream.language.toUpperCase().slice(0, 5);
}

const PLATFORMS = { twitch: "Twitch", kick: "Kick", youtube: "YouTube" };

// Empty where it is no platform that people know by its name.
export const platformWords = ({ platform }) => PLATFORMS[platform] ?? "";

// The link to where the stream is at home.
export function homeWords(stream, otherwise = "Watch on its own page") {
  const name = platformWords(stream);
  return name ? `Watch on ${name}` : otherwise;
}

export function languageName(code) {
  if (!code) return "Not known";
  try {
    return new Intl.DisplayNames(["en"], { type: "language" }).of(code) ?? code;
  } catch {
    return code;
  }
}

// How long the match is expected to run, from the API's `ends_in_seconds`; empty where it is not known. Discord's
// messages say the same: webapp/hooks/message/discord.py.
export function endsInWords(known) {
  if (!known) return "";
  if (known.high < 60) return "ends in under a minute";
  const [low, high] = [known.low, known.high].map((each) => Math.max(1, Math.round(each / 60)));
  return low === high ? `ends in ${low} min` : `ends in ${low} to ${high} min`;
}

export function channelPage({ channel }) {
  return `/channels/${encodeURIComponent(channel)}/`;
}

// Where the stream can be watched without us; only what a browser may safely follow.
export function linkOf(stream) {
  return [stream.page_url, stream.playback_url].find((url) => /^https?:\/\//.test(url)) ?? "#";
}
