// What happens on the page, and when?

import { Caption } from "./caption.js";
import { chosen, neighbour, pinnedInAddress, putPinInAddress } from "./following.js";
import { followLive } from "./live.js";
import { Rows, setText } from "./rows.js";
import { Stage } from "./stage.js";

const byId = (id) => document.getElementById(id);
const first = JSON.parse(byId("first").textContent);
const state = {
  streams: first.board.streams, heardAt: performance.now(),
  onAir: first.on_air.channel, why: first.on_air.reason, pinned: pinnedInAddress(), linked: first.reached,
};

// Seconds since a stream's number was broadcast, by the server's clock: viewers' clocks are wrong more often than not.
function age(stream) {
  return stream.age_seconds === null ? null : stream.age_seconds + (performance.now() - state.heardAt) / 1000;
}

const shared = { games: first.games, words: first.words, oneGame: first.game !== "all", age };
const ranked = new Rows(byId("ranked"), byId("row"), shared);
const others = new Rows(byId("others"), byId("row"), shared);
const caption = new Caption(shared);
const stage = new Stage({
  players: byId("players"), card: byId("card"), cardTitle: byId("card-title"), cardWords: byId("card-words"), sound: byId("sound"),
}, update);

function update() {
  const channel = chosen(state.streams, state.onAir, state.pinned);
  const stream = state.streams.find((each) => each.channel === channel);
  const inPlay = state.streams.filter((each) => each.rank !== null);
  ranked.show(inPlay, channel);
  others.show(state.streams.filter((each) => each.rank === null), channel);
  byId("nobody").hidden = inPlay.length > 0;
  setText(byId("nobody"), "Nobody is in a match right now.");
  byId("others-part").hidden = inPlay.length === state.streams.length;
  caption.show(stream ?? null, channel === state.pinned);
  if (stream) stage.show(stream, channel === state.onAir && ["ended", "gone"].includes(state.why));
  else stage.showNothing(...emptyWords());
}

function emptyWords() {
  if (!state.linked) return ["The board cannot be reached right now", "This page carries on by itself as soon as it answers."];
  if (!state.streams.length) return ["No stream is live right now", "The first one to start comes on by itself."];
  return ["No match is close to its finish right now", "The next one to get going comes on by itself."];
}

function pin(channel) {
  state.pinned = channel;
  putPinInAddress(channel);
  update();
}

function hearBoard(board) {
  Object.assign(state, { streams: board.streams, heardAt: performance.now() });
  if (state.pinned && !board.streams.some((stream) => stream.channel === state.pinned)) {
    setText(byId("news"), "The stream you stayed on has ended. Back to the best one.");
    state.pinned = null;
    putPinInAddress(null);
  }
  update();
}

function hearSwitch(onAir) {
  const news = onAir.stream && !state.pinned && onAir.channel !== state.onAir;
  Object.assign(state, { onAir: onAir.channel, why: onAir.reason });
  if (news) setText(byId("news"), `Now on air: ${onAir.stream.name}, ${onAir.stream.alive} alive.`);
  update();
}

function hearLink(linked) {
  state.linked = linked;
  byId("link").dataset.state = linked ? "live" : "lost";
  setText(byId("link-words"), linked ? "Live" : "Connection lost, trying again");
  if (!state.streams.length) update();
}

function watchRow(event) {
  const row = event.target.closest(".row");
  if (!row || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  pin(row.dataset.channel);
}

byId("ranked").addEventListener("click", watchRow);
byId("others").addEventListener("click", watchRow);
byId("next").addEventListener("click", () => pin(neighbour(state.streams, stage.channel, 1)));
byId("previous").addEventListener("click", () => pin(neighbour(state.streams, stage.channel, -1)));
byId("pin").addEventListener("click", () => pin(state.pinned ? null : stage.channel));
setInterval(() => [ranked, others, caption].forEach((part) => part.tick()), 1000);
update();
followLive(first.game, { onBoard: hearBoard, onSwitch: hearSwitch, onLink: hearLink });
