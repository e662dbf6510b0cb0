// What happens on the page, and when?

import { emptyWords, nobodyWords } from "./list/emptiness.js";
import { Further } from "./list/further.js";
import { Placing, stack } from "./list/placing.js";
import { Previews } from "./list/previews.js";
import { Rows, setText } from "./list/rows.js";
import { Search } from "./list/search.js";
import { Histories } from "./list/sparkline.js";
import { ServerClock } from "./live/clock.js";
import { currentRow, currentRows, knownAge, linkWords } from "./live/current.js";
import { followLive } from "./live/live.js";
import { Seen, endIsAhead } from "./live/seen.js";
import { Announcement } from "./stage/announcement.js";
import { Caption } from "./stage/caption.js";
import { Coming } from "./stage/coming.js";
import { embedOf, givenOf, isTwitch } from "./stage/players/platform.js";
import { Programme } from "./stage/programme.js";
import { Stage } from "./stage/stage.js";
import { addressWithPin, pinnedInAddress } from "./viewer/address.js";
import { connectControls, markScreens } from "./viewer/controls.js";
import { neighbour, wantedBy } from "./viewer/following.js";
import { News } from "./viewer/news.js";
import { Settings } from "./viewer/settings.js";
import { starredFirst, starsIn, toggled } from "./viewer/stars.js";
import { inSentence, listTitle } from "./words.js";

// Of a pinned stream further down a long board than the page is told.
const FAR_SECONDS = 10;
const RELOAD_MILLISECONDS = 60_000;
const byId = (id) => document.getElementById(id);
const first = JSON.parse(byId("first").textContent);
const { rules } = first;
const arrivedAt = performance.getEntriesByType("navigation")[0]?.responseStart ?? 0;
const clock = new ServerClock(first.now ?? first.board.at, arrivedAt);
const isKiosk = document.body.classList.contains("kiosk");
const state = {
  // As the server sent them, and those that still count now.
  sent: first.board.streams,
  streams: [],
  wanted: [],
  isCut: false,
  far: null,
  boardAt: first.board.at,
  onAir: first.on_air,
  linked: first.reached,
  picture: "",
  stale: "",
};

// Seconds since a stream's number was broadcast.
const age = (stream) => clock.age(stream.captured_at);
const news = (words) => newsLine.say(words);
const histories = new Histories(first.falls ?? {}, rules);
const seen = new Seen(rules);
histories.points.forEach((points, channel) => seen.remember(channel, points));
const settings = new Settings(() => {
  update();
  hearFinals();
}, first.kiosk?.settings);
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
  onToggle: update,
  words: byId("found-words"),
  game: first.game,
  current: (row) => currentRow(row, age, rules.freshSeconds),
});
const further = new Further({
  part: byId("more"),
  words: byId("more-words"),
  button: byId("show-more"),
  game: first.game,
  onBoard: hearBoard,
});
const caption = new Caption(shared);
const find = (channel) => state.streams.find((each) => each.channel === channel);
const stage = new Stage({
  stage: byId("screens"),
  template: byId("screen"),
  settings,
  onLost: (channel, fault) => {
    programme.lost(channel, fault);
    update();
  },
  onPlays: (channel) => {
    programme.plays(channel);
    queueMicrotask(update);
  },
  onSwap: pick,
});
const announcement = new Announcement(byId("announcement"), byId("news"), () => {
  programme.isDue = true;
  update();
});
const newsLine = new News(
  byId("news"),
  () => `${stage.channel} ${find(stage.channel)?.alive} ${settings.values.hidden}`,
);
const pinned = pinnedInAddress();
const programme = new Programme({ stage, settings, announcement, news, pinned, rules, age });
const coming = new Coming(byId("coming"), find, (iso) => clock.until(iso));
// Few viewers want these: they load when somebody does.
let panel = null;
let notices = null;
let chat = null;
const ticker =
  byId("ticker") &&
  import("./list/ticker.js").then(({ Ticker }) => new Ticker(byId("ticker"), shared));

function update() {
  state.streams = currentRows(state.sent, age, rules.freshSeconds).map((row) => ({
    ...row,
    ended_at: seen.endOf(row),
  }));
  state.stale = staleChannels();
  state.wanted = starredFirst(
    wantedBy(settings.values, state.streams, rules),
    settings.values.stars,
  );
  const stream = programme.update(state.wanted, state.streams, state.onAir, isLate());
  if (!stream) stage.showNothing(...emptyWords({ ...state, isLate: isLate() }));
  else if (embedOf(stream) && !document.body.dataset[stream.platform]) reload();
  const shown = stream?.channel ?? null;
  const inPlay = state.wanted.filter((each) => each.rank !== null);
  const rest = state.wanted.filter((each) => each.rank === null);
  ranked.show(
    inPlay.map((each) => ({ ...asSeen(each), rank: each.rank })),
    shown,
  );
  byId("others-part").hidden = !rest.length; // rows that are not laid out have no height
  others.show(rest, shown);
  search.show(shown);
  showOrder();
  caption.show(stream && asSeen(stream), programme.choice);
  markScreens(stage.isSplit ? null : settings.values.screens);
  coming.show(programme.choice ? null : state.onAir);
  showChat(stream);
  ticker?.then((each) => each.show(inPlay.filter(({ channel }) => !stage.isUp(channel))));
  state.picture = pictureWords();
  showEmptiness(inPlay.length);
}

// The policy of a page that was opened while no stream was on this platform does not let its player in.
function reload() {
  const now = Date.now();
  if (Math.abs(now - Number(sessionStorage.getItem("reloaded"))) < RELOAD_MILLISECONDS) return;
  sessionStorage.setItem("reloaded", String(now));
  location.reload();
}

// The numbers beside the large picture are those that it shows.
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

// Which numbers are too old now; when one more is the page changes.
function staleChannels() {
  const stale = state.sent.filter((each) => each.rank !== null && age(each) > rules.freshSeconds);
  return stale.map((each) => each.channel).join();
}

function showEmptiness(playing) {
  byId("nobody").hidden = playing > 0;
  setText(byId("nobody"), nobodyWords({ ...state, isLate: isLate() }));
  stack(lists);
}

// What is said of the list's order is true of the viewer's own, too.
function showOrder() {
  const { order } = settings.values;
  setText(byId("board-title"), listTitle(order, search.isOpen));
  byId("order-words")?.toggleAttribute("hidden", order !== "site");
}

function pin(channel) {
  programme.pin(channel);
  history.replaceState(null, "", addressWithPin(channel));
  update();
}

// Until this match ends.
function pick(channel) {
  programme.pick(channel);
  history.replaceState(null, "", addressWithPin(null));
  update();
}

function hide(channel) {
  if (!channel) return;
  if (programme.choice && channel === stage.channel) pin(null);
  programme.byViewer = true;
  settings.change({ hidden: [...settings.values.hidden, channel] });
  news(`${inSentence(find(channel)?.name ?? channel)} is hidden. You can unhide it in Settings.`);
}

function hearBoard(sent) {
  hearTime({ board_at: sent.at });
  takeBoard(sent);
  update();
  hearFinals();
}

// All that a board says, of the one that the page came with as well: on a quiet one no other is heard for long.
function takeBoard(sent) {
  const board = further.with(sent);
  state.sent = board.streams;
  state.isCut = (board.count ?? 0) > board.streams.length;
  histories.hear(board.streams);
  seen.hear(board.streams);
  checkPinned();
}

// A long board is sent in part: the pinned stream may be further down. Without a board nobody knows.
function checkPinned() {
  const { pinned } = programme;
  if (state.boardAt === null) return;
  const isSent = state.sent.some((each) => each.channel === pinned);
  if (!pinned || isSent) state.far = null;
  else if (!state.isCut) losePinned();
  else if (state.far) state.sent = [...state.sent, state.far];
}

function losePinned() {
  news("Your pinned stream has ended. Back to the top match.");
  pin(null);
}

async function askForPinned() {
  const { pinned } = programme;
  if (!pinned || !state.isCut || (!state.far && find(pinned))) return;
  const answer = await fetch(`/api/v1/streams/${encodeURIComponent(pinned)}/`).catch(() => null);
  if (programme.pinned !== pinned || !answer) return;
  if (answer.status === 404) losePinned();
  if (!answer.ok) return;
  state.far = await answer.json();
  addFar(state.far);
  update();
}

function addFar(row) {
  state.sent = [...state.sent.filter((each) => each.channel !== row.channel), row];
}

function hearTime({ now, board_at: boardAt }) {
  if (now) clock.hear(now);
  // An answer that was made before the last one says nothing new.
  if (boardAt && !(Date.parse(boardAt) < Date.parse(state.boardAt))) state.boardAt = boardAt;
  tickLink();
}

function hearSwitch(onAir) {
  state.onAir = onAir;
  update();
}

function hearLink(linked) {
  state.linked = linked;
  tickLink();
  if (!state.sent.length) update();
}

const asOf = () => knownAge(state.streams, age, clock.age(state.boardAt), rules.freshSeconds);
const isLate = () => asOf() > rules.lateSeconds; // null, before the first board, is not

function tickLink() {
  const known = state.linked ? (isLate() ? "late" : "live") : "lost";
  byId("link").dataset.state = known;
  setText(byId("link-words"), linkWords(state.linked, asOf(), rules.lateSeconds));
}

// The picture too, where the list is below it.
function showHere(channel) {
  pick(channel);
  byId("screens").scrollIntoView({ block: "nearest" });
}

function clickRow(event) {
  const row = event.target.closest(".row");
  if (
    !row ||
    event.target.closest(".about") ||
    event.button ||
    event.ctrlKey ||
    event.metaKey ||
    event.shiftKey
  )
    return;
  event.preventDefault();
  const star = event.target.closest(".star");
  if (star) settings.change({ stars: toggled(settings.values.stars, row.dataset.channel) });
  else if (event.target.closest(".hide")) hide(row.dataset.channel);
  else showHere(row.dataset.channel);
}

function showChat(stream) {
  const login = settings.values.chat && isTwitch(stream) && !isKiosk ? givenOf(stream) : null;
  if (login) chat ??= import("./stage/chat.js").then(({ Chat }) => new Chat(byId("chat")));
  chat?.then((each) => each.show(login));
}

// Of a link that another browser's settings made. Opened where the page is open already, it changes the hash alone.
function takeStars() {
  const given = starsIn(location.hash);
  if (!given.length) return;
  history.replaceState(null, "", location.pathname + location.search);
  settings.change({ stars: [...new Set([...settings.values.stars, ...given])] });
  news(`${given.length === 1 ? "One favorite" : `${given.length} favorites`} added.`);
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
      ({ Notices }) => new Notices(settings, first.games, rules, pick),
    );
  }
  notices?.then((each) => each.hear(wanted));
}

const step = (steps) => pick(neighbour(state.wanted, stage.channel, steps));
byId("ranked").addEventListener("click", clickRow);
byId("others").addEventListener("click", clickRow);
byId("found").addEventListener("click", (event) => {
  const found = search.find(event.target.closest(".row")?.dataset.channel);
  if (found && !event.target.closest("button")) {
    addFar(found);
    further.keep(found);
  }
  clickRow(event);
});
connectControls({
  stage,
  settings,
  openSettings,
  step,
  pick,
  pin,
  hide,
  search,
  isPinned: () => programme.choice === "pinned",
  refuseSplit: () => {
    programme.refuseSplit();
    update();
  },
});
if (isKiosk) stage.setMuted(first.kiosk.muted);
setInterval(() => {
  if (state.picture !== pictureWords()) update();
  newsLine.tick();
}, 250);
setInterval(() => {
  if (state.stale !== staleChannels()) update();
  [ranked, others, search, caption, coming, previews].forEach((part) => part.tick());
  programme.tick(state.wanted, state.streams);
  tickLink();
}, 1000);
setInterval(askForPinned, FAR_SECONDS * 1000);
addEventListener("online", () => programme.reception.hurry(performance.now() / 1000));
document.addEventListener("visibilitychange", update);
// Of a dialog, whose events do not bubble.
document.addEventListener("close", update, true);
addEventListener("resize", update);
addEventListener("scrollend", update);
takeBoard(first.board);
update();
takeStars();
addEventListener("hashchange", takeStars);
hearFinals();
askForPinned();
followLive(first.game, {
  board: first.board,
  tag: first.tag,
  onBoard: hearBoard,
  onSwitch: hearSwitch,
  onTime: hearTime,
  onLink: hearLink,
});
