// What of a board still counts now? The page's side of webapp/board/rows.py: both unrank by the same rule.

// `ageOf` gives a row's age in seconds. Rows in play come first, ranked; a number that is too old ranks nothing.
export function currentRows(streams, ageOf, freshSeconds) {
  const rows = streams.map((row) => currentRow(row, ageOf, freshSeconds));
  const inPlay = rows.filter((row) => row.rank !== null);
  return [
    ...inPlay.map((row, place) => (row.rank === place + 1 ? row : { ...row, rank: place + 1 })),
    ...rows.filter((row) => row.rank === null),
  ];
}

export function currentRow(row, ageOf, freshSeconds) {
  const isCurrent = row.phase === "unknown" || (ageOf(row) ?? Infinity) <= freshSeconds;
  return isCurrent ? row : { ...row, rank: null, phase: "unknown" };
}

// How old is what the page knows, in seconds? The board's age; where boards are made but no look gets through any more,
// that of the latest number. `streams` are rows as `currentRows` gives them.
export function knownAge(streams, ageOf, boardAge, freshSeconds) {
  if (boardAge === null || streams.some((row) => row.phase !== "unknown")) return boardAge;
  const ages = streams.filter((row) => row.state === "ok" && ageOf(row) > freshSeconds).map(ageOf);
  return ages.length ? Math.max(boardAge, Math.min(...ages)) : boardAge;
}

// "Live" only while boards with numbers are being made and heard. `seconds` is what `knownAge` gives.
export function linkWords(linked, seconds, lateSeconds) {
  const asOf = seconds === null ? "" : `as of ${ageInWords(seconds)} ago`;
  if (!linked) return asOf && seconds > lateSeconds ? `Reconnecting… ${asOf}` : "Reconnecting…";
  if (seconds === null) return "Waiting for the first board";
  return seconds > lateSeconds ? `As of ${ageInWords(seconds)} ago` : "Live";
}

function ageInWords(seconds) {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  return seconds < 7200 ? `${Math.floor(seconds / 60)} min` : `${Math.floor(seconds / 3600)} h`;
}
