// Where in an HLS playlist is the picture that was broadcast at this moment?

const DATE = "#EXT-X-PROGRAM-DATE-TIME:";
const LENGTH = "#EXTINF:";
const MASTER = "#EXT-X-STREAM-INF:";

// Seconds from the playlist's beginning; null when it holds no such picture, or no dates. `at` in milliseconds.
export function offsetIn(lines, at) {
  let elapsed = 0;
  let begins = NaN;
  for (const line of lines) {
    if (line.startsWith(DATE)) begins = Date.parse(line.slice(DATE.length));
    if (!line.startsWith(LENGTH)) continue;
    const seconds = parseFloat(line.slice(LENGTH.length));
    if (at >= begins && at < begins + seconds * 1000) return elapsed + (at - begins) / 1000;
    elapsed += seconds;
    begins += seconds * 1000;
  }
  return null;
}

// The address of the first variant of a master playlist; null of any other.
export function variantIn(lines, base) {
  const tag = lines.findIndex((line) => line.startsWith(MASTER));
  const address = lines.slice(tag + 1).find((line) => line && !line.startsWith("#"));
  return tag >= 0 && address ? new URL(address, base).href : null;
}
