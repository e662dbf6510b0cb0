// What happens on the page, and when?

import { Announcement } from "./stage/announcement.js";
import { Caption } from "./stage/caption.js";
import { connectControls } from "./viewer/controls.js";
import {
  addressWithPin,
  beside,
  chosen,
  neighbour,
  pinnedInAddress,
  wantedBy,
} from "./viewer/following.js";
import { emptyWords } from "./list/emptiness.js";
import { followLive } from "./live/live.js";
import { Further } from "./list/further.js";
import { Placing, stack } from "./list/placing.js";
import { Previews } from "./list/previews.js";
import { Rows, setText } from "./list/rows.js";
import { Search } from "./list/search.js";
import { Seen, endIsAhead } from "./live/seen.js";
import { News } from "./viewer/news.js";
import { Settings } from "./viewer/settings.js";
import { Histories } from "./list/sparkline.js";
import { Stage } from "./stage/stage.js";
import { starredFirst, starsIn, toggled } from "./viewer/stars.js";
import { inSentence } from "./words.js";

const BROKEN_MILLISECONDS = 30000;
// A longer board is told in part: who stays on a stream further down keeps what was last known of it.
const MAX_ROWS = 100;
const byId = (id) => document.getElementById(id);
const first = JSON.parse(byId("first").textContent);
const isKiosk = document.body.classList.contains("kiosk");
const state = {
  streams: first.board.streams,
  wanted: [],
  heardAt: performance.now(),
  broken: new Set(),
  onAir: first.on_air.channel,
  pinned: pinnedInAddress(),
  linked: first.reached,
  byViewer: true,
};

// Seconds since a stream's number was broadcast, by the server's clock: viewers' clocks are wrong more often than not.
function age(stream) {
  return stream.age_seconds === null
    ? null
    : stream.age_seconds + (performance.now() - state.heardAt) / 1000;
}

const { rules } = first;
const histories = new Histories(first.histories, rules);
const seen = new Seen();
const settings = new Settings(() => {
  update();
  hearFinals();
});
const shared = {
  games: first.games,
  words: first.words,
  rules,
  oneGame: first.game !== "all",
  age,
  histories,
  isStarred: (channel) => settings.values.stars.includes(channel),
};
const previews = new Previews();
const ranked = new Rows(byId("ranked"), byId("row"), { ...shared, previews });
const others = new Rows(byId("others"), byId("row"), shared);
const lists = new Placing(byId("lists"));
const search = new Search({
  field: byId("search"),
  rows: new Rows(byId("found"), byId("row"), { ...shared, previews }),
  lists: byId("lists"),
  onClose: update,
  words: byId("found-words"),
  game: first.game,
});
const further = new Further({
  part: byId("more"),
  words: byId("more-words"),
  button: byId("show-more"),
  game: first.game,
  onBoard: hearBoard,
});
const caption = new Caption(shared);
const stage = new Stage({
  stage: byId("screens"),
  template: byId("screen"),
  settings,
  onLost: leave,
  onSwap: pin,
});
const announcement = new Announcement(byId("announcement"), byId("news"), () => {
  state.byViewer = true;
  update();
});
const news = new News(
  byId("news"),
  () => `${stage.channel} ${find(stage.channel)?.alive} ${settings.values.hidden}`,
);
// Few viewers want these: they come when somebody does.
let panel = null;
let notices = null;

function update() {
  const { order, screens } = settings.values;
  state.wanted = starredFirst(
    wantedBy(settings.values, state.streams, rules),
    settings.values.stars,
  );
  const inPlay = state.wanted.filter((each) => each.rank !== null);
  const target = chosen({
    streams: state.wanted,
    order,
    onAir: state.onAir,
    pinned: state.pinned,
    shown: stage.channel,
    seconds: stage.secondsShown,
    broken: state.broken,
    rules,
  });
  const main = mainNow(target);
  const stream = find(main);
  if (stream && stage.channel && main !== stage.channel && !state.pinned) {
    news.say(`Now on air: ${inSentence(stream.name)}, ${stream.alive} alive.`);
  }
  if (stream) {
    const up = beside(state.wanted, main, isKiosk ? 1 : screens, state.broken);
    stage.show(
      up.map((channel) => (channel === main ? stream : find(channel))),
      !state.byViewer,
    );
  } else stage.showNothing(...emptyWords(state));
  state.byViewer = false;
  ranked.show(
    inPlay.map((each) => ({ ...asSeen(each), rank: each.rank })),
    main,
  );
  others.show(
    state.wanted.filter((each) => each.rank === null),
    main,
  );
  search.show(main);
  caption.show(stream ? asSeen(stream) : null, main === state.pinned);
  state.picture = pictureWords();
  showEmptiness(inPlay.length);
}

const has = (streams, channel) => streams.some((each) => each.channel === channel);
const find = (channel) =>
  state.wanted.find((each) => each.channel === channel) ??
  state.streams.find((each) => each.channel === channel);

// The large picture's numbers are those that it shows; they stand beside it.
function asSeen(stream) {
  return stream.channel === stage.channel ? seen.at(stream, stage.main.pictureAt) : stream;
}

// What there is to know of the large picture; when it changes the page does.
function pictureWords() {
  const stream = find(stage.channel);
  if (!stream) return "";
  const { phase, alive, kills } = asSeen(stream);
  return `${phase} ${alive} ${kills} ${endIsAhead(stream, stage.main.pictureAt)}`;
}

// What plays well is left three seconds after the switch was announced; all else at once.
function mainNow(target) {
  const shown = find(stage.channel);
  const isGood =
    shown && shown.rank !== null && stage.main.plays && !state.broken.has(shown.channel);
  const next = find(target);
  if (
    shown &&
    target !== shown.channel &&
    !state.byViewer &&
    !state.broken.has(shown.channel) &&
    endIsAhead(shown, stage.main.pictureAt)
  ) {
    announcement.cancel();
    if (next) stage.preload(next);
    return shown.channel;
  }
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
  setText(
    byId("nobody"),
    isFiltered ? "Your filters hide every match in progress." : "No match is in progress.",
  );
  byId("others-part").hidden = state.wanted.length === playing;
  stack(lists);
}

function leave(channel) {
  state.broken.add(channel);
  setTimeout(() => {
    state.broken.delete(channel);
    update();
  }, BROKEN_MILLISECONDS);
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
  state.byViewer = true;
  settings.change({ hidden: [...settings.values.hidden, channel] });
  news.say(
    `${inSentence(find(channel)?.name ?? channel)} is hidden. You can unhide it in Settings.`,
  );
}

function hearBoard(sent) {
  const board = further.with(sent);
  const far =
    board.streams.length >= MAX_ROWS && !has(board.streams, state.pinned)
      ? find(state.pinned)
      : null;
  Object.assign(state, {
    streams: far ? [...board.streams, far] : board.streams,
    heardAt: performance.now(),
  });
  if (state.pinned && !has(state.streams, state.pinned)) {
    news.say("Your pinned stream has ended. Back to the top match.");
    pin(null);
  }
  histories.hear(board.streams);
  seen.hear(board.streams);
  update();
  hearFinals();
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

// The picture too, where the list is below it.
function showHere(channel) {
  pin(channel);
  byId("screens").scrollIntoView({ block: "nearest" });
}

function clickRow(event) {
  const row = event.target.closest(".row");
  if (!row || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const star = event.target.closest(".star");
  if (star) settings.change({ stars: toggled(settings.values.stars, row.dataset.channel) });
  else if (event.target.closest(".hide")) hide(row.dataset.channel);
  else showHere(row.dataset.channel);
}

// Of a link that another browser's settings made.
function takeStars() {
  const given = starsIn(location.hash);
  if (!given.length) return;
  history.replaceState(null, "", location.pathname + location.search);
  settings.change({ stars: [...new Set([...settings.values.stars, ...given])] });
  news.say(`${given.length === 1 ? "One favorite" : `${given.length} favorites`} added.`);
}

async function openSettings() {
  const { SettingsPanel } = await import("./viewer/settings_panel.js");
  panel ??= new SettingsPanel(settings, { ...shared, streams: () => state.streams });
  panel.open();
}

function hearFinals() {
  const { wanted } = state;
  if (settings.values.notify) {
    notices ??= import("./viewer/notices.js").then(
      ({ Notices }) => new Notices(settings, first.games, rules, pin),
    );
  }
  notices?.then((each) => each.hear(wanted));
}

const step = (steps) => pin(neighbour(state.wanted, stage.channel, steps));
byId("ranked").addEventListener("click", clickRow);
byId("others").addEventListener("click", clickRow);
byId("found").addEventListener("click", (event) => {
  const found = search.find(event.target.closest(".row")?.dataset.channel);
  if (found && !event.target.closest("button")) further.keep(found);
  clickRow(event);
});
connectControls({
  stage,
  settings,
  openSettings,
  step,
  pin,
  hide,
  search,
  isPinned: () => state.pinned !== null,
});
if (isKiosk) stage.setMuted(false);
setInterval(() => {
  if (state.picture !== pictureWords()) update();
  news.tick();
}, 250);
addEventListener("resize", update);
setInterval(() => {
  [ranked, others, caption, previews].forEach((part) => part.tick());
  tickLink();
}, 1000);
further.with(first.board);
histories.hear(state.streams);
seen.hear(state.streams);
update();
takeStars();
hearFinals();
followLive(first.game, { onBoard: hearBoard, onSwitch: hearSwitch, onLink: hearLink });
