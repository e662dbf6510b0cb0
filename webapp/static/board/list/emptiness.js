// Why is nothing shown, and what will happen? A title and a sentence for the empty stage.

export function emptyWords({ linked, isLate, streams, wanted }) {
  if (!linked) return ["The board is unavailable", "It will reconnect automatically."];
  if (!streams.length)
    return ["No stream is live right now", "The first one to go live will start automatically."];
  if (isLate) return ["The board is out of date", "It will catch up automatically."];
  if (!wanted.length) return ["Your filters hide every stream", "You can change them in Settings."];
  if (wanted.every((each) => each.phase === "waiting"))
    return ["Everyone is in the lobby", "The first match to start will be shown automatically."];
  return [
    "No match is close to its finish right now",
    "The next close match will start automatically.",
  ];
}
