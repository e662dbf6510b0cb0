// What happens on the page, and when?

import { Announcement } from "./announcement.js";
import { Caption } from "./caption.js";
import { addressWithPin, beside, chosen, neighbour, pinnedInAddress, wantedBy } from "./following.js";
import { listenToKeys } from "./keys.js";
import { followLive } from "./live.js";
import { Notices, askToNotify } from "./notices.js";
import { Rows, setText } from "./rows.js";
import { LIGHTS, Settings } from "./settings.js";
import { SettingsPanel } from "./settings_panel.js";
import { Histories } from "./sparkline.js";
import { Stage } from "./stage.js";

const BROKEN_MILLISECONDS = 30000;
const byId = (id) => document.getElementById(id);
const first = JSON.parse(byId("first").textContent);
const isKiosk = document.body.classList.contains("kiosk");
const state = {
  streams: first.board.streams, wanted: [], heardAt: performance.now(), broken: new Set(),
  onAir: first.on_air.channel, pinned: pinnedInAddress(), linked: first.reached, byViewer: true,
};

// Seconds since a stream's number was broadcast, by the server's clock: viewers' clocks are wrong more often than not.
function age(stream) {
  return stream.age_seconds === null ? null : stream.age_seconds + (performance.now() - state.heardAt) / 1000;
}

const histories = new Histories(first.histories);
const settings = new Settings(() => { state.byViewer = true; update(); });
const shared = { games: first.games, words: first.words, oneGame: first.game !== "all", age, histories };
const ranked = new Rows(byId("ranked"), byId("row"), shared);
const others = new Rows(byId("others"), byId("row"), shared);
const caption = new Caption(shared);
const stage = new Stage({ stage: byId("screens"), template: byId("screen"), settings, onLost: leave, onSwap: pin });
const announcement = new Announcement(byId("announcement"), byId("news"), () => { state.byViewer = true; update(); });
const notices = new Notices(settings, first.games, pin);
const panel = new SettingsPanel(settings, { ...shared, streams: () => state.streams, askToNotify });

function update() {
  const { order, screens } = settings.values;
  state.wanted = wantedBy(settings.values, state.streams);
  const inPlay = state.wanted.filter((each) => each.rank !== null);
  const target = chosen({
    streams: state.wanted, order, onAir: state.onAir, pinned: state.pinned, shown: stage.channel,
    seconds: stage.secondsShown, broken: state.broken,
  });
  const main = mainNow(target);
  const stream = find(main);
  if (stream && stage.channel && main !== stage.channel && !state.pinned) {
    setText(byId("news"), `Now on air: ${stream.name}, ${stream.alive} alive.`);
  }
  if (stream) {
    const up = beside(state.wanted, main, isKiosk ? 1 : screens, state.broken);
    stage.show(up.map((channel) => channel === main ? stream : find(channel)), !state.byViewer);
  } else stage.showNothing(...emptyWords());
  state.byViewer = false;
  ranked.show(inPlay, main);
  others.show(state.wanted.filter((each) => each.rank === null), main);
  caption.show(stream ?? null, main === state.pinned);
  showEmptiness(inPlay.length);
}

const find = (channel) => state.wanted.find((each) => each.channel === channel)
  ?? state.streams.find((each) => each.channel === channel);

// What plays well is left three seconds after the switch was announced; all else at once.
function mainNow(target) {
  const shown = find(stage.channel);
  const isGood = shown && shown.rank !== null && stage.main.plays && !state.broken.has(shown.channel);
  const next = find(target);
  if (target === stage.channel || !next || !isGood || state.byViewer) {
    if (announcement.channel && announcement.channel !== target) stage.forgetPreloaded();
    announcement.cancel();
    return target;
  }
  if (announcement.start(next)) stage.preload(next);
  return stage.channel;
}

function showEmptiness(playing) {
  byId("nobody").hidden = playing > 0;
  const isFiltered = state.streams.some((each) => each.rank !== null);
  setText(byId("nobody"), isFiltered ? "Your settings leave out all that is in a match." : "Nobody is in a match right now.");
  byId("others-part").hidden = state.wanted.length === playing;
}

function emptyWords() {
  if (!state.linked) return ["The board cannot be reached right now", "This page carries on by itself as soon as it answers."];
  if (!state.streams.length) return ["No stream is live right now", "The first one to start comes on by itself."];
  if (!state.wanted.length) return ["Your settings leave nothing to show", "Streams are live: look into the settings."];
  if (state.wanted.every((each) => each.phase === "waiting")) return ["Everybody is in the lobby", "The first match to get going comes on by itself."];
  return ["No match is close to its finish right now", "The next one to get going comes on by itself."];
}

function leave(channel) {
  state.broken.add(channel);
  setTimeout(() => { state.broken.delete(channel); update(); }, BROKEN_MILLISECONDS);
  update();
}

function pin(channel) {
  state.pinned = channel;
  state.byViewer = true;
  if (channel) state.broken.delete(channel);
  history.replaceState(null, "", addressWithPin(channel));
  update();
}

function hide(channel) {
  if (!channel) return;
  if (state.pinned === channel) pin(null);
  settings.change({ hidden: [...settings.values.hidden, channel] });
  setText(byId("news"), `${find(channel)?.name ?? channel} is hidden. The settings bring it back.`);
}

function hearBoard(board) {
  Object.assign(state, { streams: board.streams, heardAt: performance.now() });
  if (state.pinned && !board.streams.some((stream) => stream.channel === state.pinned)) {
    setText(byId("news"), "The stream you stayed on has ended. Back to the best one.");
    pin(null);
  }
  histories.hear(board.streams);
  update();
  notices.hear(state.wanted);
}

function hearSwitch(onAir) {
  state.onAir = onAir.channel;
  update();
}

function hearLink(linked) {
  state.linked = linked;
  byId("link").dataset.state = linked ? "live" : "lost";
  tickLink();
  if (!state.streams.length) update();
}

function tickLink() {
  const seconds = Math.round((performance.now() - state.heardAt) / 1000);
  const lost = `Connection lost, trying again${seconds > 4 ? `; as of ${seconds} s ago` : ""}`;
  setText(byId("link-words"), state.linked ? "Live" : lost);
}

function clickRow(event) {
  const row = event.target.closest(".row");
  if (!row || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (event.target.closest(".hide")) hide(row.dataset.channel);
  else pin(row.dataset.channel);
}

async function share() {
  const address = addressWithPin(stage.channel).href;
  try {
    await navigator.clipboard.writeText(address);
    setText(byId("news"), "The link to this stream is copied.");
  } catch {
    setText(byId("news"), address);
  }
}

const step = (steps) => pin(neighbour(state.wanted, stage.channel, steps));
const togglePin = () => pin(state.pinned ? null : stage.channel);
const setScreens = (screens) => {
  settings.change({ screens });
  document.querySelectorAll("[data-count]").forEach((each) => {
    each.setAttribute("aria-pressed", String(Number(each.dataset.count) === settings.values.screens));
  });
};
const dim = () => settings.change({ lights: LIGHTS[(LIGHTS.indexOf(settings.values.lights) + 1) % LIGHTS.length] });
const louder = (by) => stage.setVolume(Math.round((settings.values.volume + by) * 10) / 10);
const fullscreen = () => document.fullscreenElement ? document.exitFullscreen() : byId("screens").requestFullscreen();
const swap = () => stage.screens.length > 1 && pin(stage.screens.find((each) => each !== stage.main).channel);

const clicks = {
  next: () => step(1), previous: () => step(-1), pin: togglePin, share, "hide-this": () => hide(stage.channel),
  "open-settings": () => panel.open(), "open-help": () => byId("help").showModal(),
  "settings-close": () => byId("settings").close(), "help-close": () => byId("help").close(),
};
for (const [id, action] of Object.entries(clicks)) byId(id).addEventListener("click", action);
document.querySelectorAll("[data-count]").forEach((each) => each.addEventListener("click", () => setScreens(Number(each.dataset.count))));
byId("ranked").addEventListener("click", clickRow);
byId("others").addEventListener("click", clickRow);
listenToKeys({
  n: () => step(1), ArrowRight: () => step(1), p: () => step(-1), ArrowLeft: () => step(-1), s: togglePin, a: () => pin(null),
  Escape: () => pin(null), m: () => stage.setMuted(!stage.muted), "+": () => louder(0.1), "-": () => louder(-0.1),
  1: () => setScreens(1), 2: () => setScreens(2), 4: () => setScreens(4), x: swap, h: () => hide(stage.channel), l: dim,
  f: fullscreen, o: () => panel.open(), "?": () => byId("help").showModal(),
});
if (isKiosk) stage.setMuted(false);
setInterval(() => { [ranked, others, caption].forEach((part) => part.tick()); tickLink(); }, 1000);
histories.hear(state.streams);
setScreens(settings.values.screens);
notices.hear(state.wanted);
followLive(first.game, { onBoard: hearBoard, onSwitch: hearSwitch, onLink: hearLink });
