// Why is nothing shown, and what will happen? A title and a sentence for the empty stage.

export function emptyWords({ linked, streams, wanted }) {
  if (!linked)
    return [
      "The board cannot be reached right now",
      "This page carries on by itself as soon as it answers.",
    ];
  if (!streams.length)
    return ["No stream is live right now", "The first one to start comes on by itself."];
  if (!wanted.length)
    return ["Your settings leave nothing to show", "Streams are live: look into the settings."];
  if (wanted.every((each) => each.phase === "waiting")) {
    return ["Everybody is in the lobby", "The first match to get going comes on by itself."];
  }
  return [
    "No match is close to its finish right now",
    "The next one to get going comes on by itself.",
  ];
}
