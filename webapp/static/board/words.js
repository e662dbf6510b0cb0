// In which words does the page say how a stream stands?

export const FINAL_ALIVE = 10;
export const OLD_SECONDS = 20;
const SURE = 0.6;

export function ageWords(seconds) {
  if (seconds === null) return "";
  if (seconds < 60) return `${Math.round(seconds)} s ago`;
  return seconds < 3600 ? `${Math.floor(seconds / 60)} min ago` : `${Math.floor(seconds / 3600)} h ago`;
}

// How old the number is while in play, else why the stream is not.
export function standingWords(stream, age, words) {
  if (stream.rank === null) return words.phases[stream.phase] ?? words.states[stream.state] ?? "";
  const isUnsure = age > OLD_SECONDS || stream.confidence < SURE;
  return isUnsure ? `about ${stream.alive}, ${ageWords(age)}` : ageWords(age);
}

export function count(number) {
  return number === null ? "–" : String(number);
}

const short = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });

export function viewersWords(stream) {
  return stream.viewers === null ? "" : short.format(stream.viewers);
}

export function languageWords(stream) {
  return stream.language.toUpperCase().slice(0, 5);
}

export function languageName(code) {
  if (!code) return "Not known";
  try {
    return new Intl.DisplayNames(["en"], { type: "language" }).of(code) ?? code;
  } catch {
    return code;
  }
}

// Where the stream can be watched without us; only what a browser may safely follow.
export function linkOf(stream) {
  return [stream.page_url, stream.playback_url].find((url) => /^https?:\/\//.test(url)) ?? "#";
}
