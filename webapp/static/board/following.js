// Which stream does this viewer see: the one on air, or one of their own?

// `channel` to be shown, or null; `pinned` is what the viewer chose, or null.
export function chosen(streams, onAir, pinned) {
  if (pinned && streams.some((stream) => stream.channel === pinned)) return pinned;
  return onAir;
}

// The stream `steps` places further down the ranking than `shown`; it goes round at either end.
export function neighbour(streams, shown, steps) {
  const inPlay = streams.filter((stream) => stream.rank !== null);
  if (!inPlay.length) return null;
  const place = inPlay.findIndex((stream) => stream.channel === shown);
  if (place < 0) return inPlay[0].channel;
  return inPlay[(place + steps + inPlay.length) % inPlay.length].channel;
}

export function pinnedInAddress() {
  return new URLSearchParams(location.search).get("pin");
}

// So that a reload, and a friend with the link, see the same.
export function putPinInAddress(pinned) {
  const address = new URL(location.href);
  if (pinned) address.searchParams.set("pin", pinned);
  else address.searchParams.delete("pin");
  history.replaceState(null, "", address);
}
