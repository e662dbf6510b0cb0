// In which words does the page say how a stream stands?

export const FINAL_ALIVE = 10;
export const OLD_SECONDS = 20;

export function ageWords(seconds) {
  if (seconds === null) return "";
  if (seconds < 60) return `${Math.round(seconds)} s ago`;
  return seconds < 3600 ? `${Math.floor(seconds / 60)} min ago` : `${Math.floor(seconds / 3600)} h ago`;
}

// How old the number is while in play, else why the stream is not.
export function standingWords(stream, age, words) {
  if (stream.rank === null) return words.phases[stream.phase] ?? words.states[stream.state] ?? "";
  return age > OLD_SECONDS ? `about ${stream.alive}, ${ageWords(age)}` : ageWords(age);
}

export function count(number) {
  return number === null ? "–" : String(number);
}

// Where the stream can be watched without us; only what a browser may safely follow.
export function linkOf(stream) {
  return [stream.page_url, stream.playback_url].find((url) => /^https?:\/\//.test(url)) ?? "#";
}
