// What does the overlay of one channel say now?

import { followLive } from "./live/live.js";
import { setText } from "./list/rows.js";
import { count } from "./words.js";

const { channel } = document.body.dataset;
const overlay = document.getElementById("overlay");

// Of one stream, wherever it is on its game's board; null when it is not live.
function hearStream({ stream }) {
  const isInPlay = stream !== null && stream.rank !== null;
  overlay.hidden = !isInPlay;
  if (!isInPlay) return;
  // Those that this overlay was set up to show.
  for (const name of ["rank", "alive", "kills"]) {
    const number = document.getElementById(name);
    if (number) setText(number, count(stream[name]));
  }
}

// Without a connection nobody knows whether the numbers are still true.
function hearLink(linked) {
  if (!linked) overlay.hidden = true;
}

followLive("", { channel, onStream: hearStream, onLink: hearLink });
