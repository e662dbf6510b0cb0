// What does the overlay of one channel say now?

import { followLive } from "./live/live.js";
import { setText } from "./list/rows.js";
import { count } from "./words.js";

const { channel } = document.body.dataset;
const overlay = document.getElementById("overlay");

// Its place among those of its game: the events of all games come mixed.
function hearBoard({ streams }) {
  const stream = streams.find((each) => each.channel === channel && each.rank !== null);
  overlay.hidden = !stream;
  if (!stream) return;
  const among = streams.filter((each) => each.game === stream.game && each.rank !== null);
  setText(document.getElementById("rank"), String(among.indexOf(stream) + 1));
  setText(document.getElementById("alive"), count(stream.alive));
  setText(document.getElementById("kills"), count(stream.kills));
}

// Numbers that nobody renews are no numbers: without a connection the overlay goes.
function hearLink(linked) {
  if (!linked) overlay.hidden = true;
}

followLive("all", { onBoard: hearBoard, onSwitch: () => {}, onLink: hearLink });
