// What of a board still counts now? The page's side of webapp/board/rows.py: both unrank by the same rule.

// `ageOf` gives a row's age in seconds. Rows in play come first, ranked; a number that is too old ranks nothing.
export function currentRows(streams, ageOf, freshSeconds) {
  const rows = streams.map((row) =>
    row.phase === "unknown" || (ageOf(row) ?? Infinity) <= freshSeconds
      ? row
      : { ...row, rank: null, phase: "unknown" },
  );
  const inPlay = rows.filter((row) => row.rank !== null);
  return [
    ...inPlay.map((row, place) => (row.rank === place + 1 ? row : { ...row, rank: place + 1 })),
    ...rows.filter((row) => row.rank === null),
  ];
}

// "Live" only while boards are being made and heard. `boardAge` is in seconds, null when there is no board yet.
export function linkWords(linked, boardAge, lateSeconds) {
  const asOf = boardAge === null ? "" : `as of ${ageInWords(boardAge)} ago`;
  if (!linked) return asOf && boardAge > lateSeconds ? `Reconnecting… ${asOf}` : "Reconnecting…";
  if (boardAge === null) return "Waiting for the first board";
  return boardAge > lateSeconds ? `As of ${ageInWords(boardAge)} ago` : "Live";
}

function ageInWords(seconds) {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  return seconds < 7200 ? `${Math.floor(seconds / 60)} min` : `${Math.floor(seconds / 3600)} h`;
}
