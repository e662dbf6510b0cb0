// Why is nothing shown, and what will happen?

// A title and a sentence for the empty stage.
export function emptyWords({ linked, isLate, streams, wanted }) {
  if (!linked) return ["The board is unavailable", "It will reconnect automatically."];
  if (!streams.length)
    return ["No stream is live right now", "The first one to go live will start automatically."];
  if (isLate) return ["The board is out of date", "It will catch up automatically."];
  if (!wanted.length) return ["Your filters hide every stream", "You can change them in Settings."];
  if (wanted.every((each) => each.phase === "waiting"))
    return ["Everyone is in the lobby", "The first match to start will be shown automatically."];
  if (wanted.every(isUnseen))
    return ["No stream can be read right now", "The next close match will start automatically."];
  return [
    "No match is close to its finish right now",
    "The next close match will start automatically.",
  ];
}

// A sentence for the empty list of matches.
export function nobodyWords({ isLate, streams }) {
  if (streams.some((each) => each.rank !== null))
    return "Your filters hide every match in progress.";
  if (isLate) return "No number is up to date.";
  if (streams.length && streams.every(isUnseen)) return "No stream can be read right now.";
  return "No match is in progress.";
}

// Nobody knows whether a match is in progress there.
const UNSEEN = new Set(["no-video", "timeout", "refused", "unreadable", "error"]);
const isUnseen = ({ state }) => UNSEEN.has(state);
