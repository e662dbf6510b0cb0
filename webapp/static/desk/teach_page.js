// How is a HUD taught: gather frames, label each by a key, see what would be read, enable?
import { ask, post } from "./asking.js";
import { Box } from "./boxes.js";
import { drawResults, drawStrip, drawZoom, labelOf } from "./teach_pictures.js";
import { gatherFrom } from "./teach_recording.js";

const MAX_BYTES = 15_000_000;
const FIELDS = ["alive", "kills"];
const VERDICTS = ["right", "silent", "wrong"];
const NEW_BOX = { x: 0.48, y: 0.48, width: 0.04, height: 0.04 };
const $ = (id) => document.getElementById(id);
const first = JSON.parse($("first").textContent);
const boxes = new Map();
let { frames, lesson } = first;
let current = null,
  asked = 0,
  checking = false,
  deciding = false;

const at = (path) => `${location.pathname}${path}`;
const pictureAt = ({ id }) => at(`frames/${id}.jpg`);
const form = (fields) => new URLSearchParams(fields);
const labeled = () => frames.filter(({ shows }) => shows);
const isFresh = ({ said }) => said?.lesson === lesson;
const shown = () => frames.find(({ id }) => id === current);
const usual = (field) =>
  frames.findLast((frame) => frame[field === "alive" ? "box" : "kills_box"])?.[
    field === "alive" ? "box" : "kills_box"
  ] ?? null;

function say(sentence, bad = false) {
  $("said").textContent = sentence;
  $("said").className = bad ? "errornote" : "quiet";
}

function draw() {
  drawStrip($("strip"), frames, current, pictureAt, choose);
  drawResults($("results"), labeled(), lesson, usual("alive"), pictureAt);
  $("labeling").hidden = !shown();
  const fresh = labeled().filter(isFresh);
  const count = (verdict) => fresh.filter(({ said }) => said.verdict === verdict).length;
  const whole = fresh.length >= first.least && fresh.length === labeled().length;
  const counts = Object.fromEntries(VERDICTS.map((verdict) => [verdict, count(verdict)]));
  $("verdict").textContent = whole ? judged(counts) : summary(fresh.length);
  drawStep(whole);
  if (!first.may_change) return;
  $("enable").disabled = !whole || counts.wrong > 0 || !counts.right;
  $("all-the-same").hidden = !whole || !$("enable").disabled;
  $("try").disabled = !whole;
}

function summary(fresh) {
  const left = first.least - labeled().length;
  if (left > 0)
    return `Label ${left} more ${left === 1 ? "frame" : "frames"} to see what would be read.`;
  return `Checked ${fresh} of ${labeled().length} frames…`;
}

function judged({ right, silent, wrong }) {
  const counted = `Each frame as it would be read if the others taught: ${right} right, ${silent} silent, ${wrong} wrong.`;
  if (wrong)
    return `${counted} Correct a wrong label, or add frames like those that are read wrong.`;
  if (!right) return `${counted} Are all frames of one game, and the boxes around the same number?`;
  return silent
    ? `${counted} Where it is silent no number is shown; more frames like those may help.`
    : counted;
}

// Which step is next, for whoever has never seen this page.
function drawStep(whole) {
  const open = frames.some(({ shows }) => !shows);
  const next =
    frames.length && !usual("alive") ? "box" : open ? "label" : whole ? "enable" : "gather";
  const isChecking = !open && labeled().length >= first.least;
  for (const step of document.querySelectorAll("[data-step]")) {
    const isNext = step.dataset.step === (isChecking ? "enable" : next);
    step.ariaCurrent = isNext ? "step" : null;
  }
}

function choose(id) {
  current = id;
  const frame = shown();
  for (const box of boxes.values()) box.remove();
  boxes.clear();
  draw();
  if (!frame) return;
  listen();
  $("frame").src = pictureAt(frame);
  for (const field of FIELDS) if ($(field)) $(field).value = frame[field] ?? "";
  if (frame.box) put("alive", frame.box);
  if (frame.kills_box) put("kills", frame.kills_box);
  zoom();
  $("proposal").textContent = frame.shows
    ? `Labeled: ${labelOf(frame)}.`
    : "Drag a box around the number of players alive.";
  if (!frame.shows && usual("alive")) propose(frame);
}

// Keys decide about the frame, not about the button that brought it.
function listen() {
  $("labeling").focus({ preventScroll: true });
}

function put(field, sides) {
  boxes.get(field)?.remove();
  const changed = (box) => {
    box.around = undefined;
    zoom();
  };
  boxes.set(field, new Box($("stage"), field, sides, { changed }));
  zoom();
}

// A box that was proposed around another number than the one that counts says nothing.
function boxFor(field) {
  const box = boxes.get(field);
  const stands = box && (box.around === undefined || String(box.around) === $(field).value.trim());
  return stands ? box.sides : null;
}

function zoom() {
  const field = document.querySelector("[name=which]:checked")?.value ?? "alive";
  drawZoom($("zoom"), shown(), boxes.get(field)?.sides ?? usual(field), pictureAt);
}

async function propose(frame) {
  const mine = ++asked;
  $("proposal").textContent = "Reading…";
  try {
    const found = await ask(at("propose/"), form({ frame: frame.id }));
    if (mine !== asked || current !== frame.id) return;
    const words = { counter: "Read", none: "No counter was found", waiting: "Before the match" };
    for (const field of FIELDS) {
      if (found[field] !== undefined && !$(field).value) $(field).value = found[field];
      if (found.boxes?.[field] && !boxes.has(field)) {
        put(field, found.boxes[field]);
        boxes.get(field).around = found[field];
      }
    }
    const read = found.shows === "counter" ? `: ${labelOf({ kills: null, ...found })}` : "";
    frame.proposed = found.shows;
    $("proposal").textContent = found.shows
      ? `${words[found.shows]}${read}. Press Enter if that is right.`
      : "Nothing legible was found. Type the number, or press N.";
  } catch (fault) {
    if (mine === asked) $("proposal").textContent = fault.message;
  }
}

// What Enter means: the number that stands there, or else what was proposed.
function confirmed(frame) {
  if ($("alive").value.trim() || !["none", "waiting"].includes(frame.proposed))
    return {
      shows: "counter",
      alive: $("alive").value.trim(),
      kills: $("kills").value.trim(),
      box: boxFor("alive"),
      kills_box: boxFor("kills"),
    };
  return { shows: frame.proposed };
}

async function decide(frame, body) {
  if (body.shows === "counter" && !body.box && !usual("alive"))
    return say("Drag a box around the number of players alive first.", true);
  if (body.kills && !body.kills_box && !usual("kills"))
    return say(
      "Choose “Box: kills” and drag a box around the kills, too, or leave them out.",
      true,
    );
  if (deciding) return; // a key that was pressed twice
  deciding = true;
  try {
    take(await post(at(`frames/${frame.id}/`), JSON.stringify(body)), frame.id);
    say("");
    choose((frames.find(({ shows }) => !shows) ?? frames.at(-1))?.id ?? null);
    check();
  } catch (fault) {
    say(fault.message, true);
  }
  deciding = false;
}

function take(told, id) {
  lesson = told.lesson;
  const known = frames.some((frame) => frame.id === id);
  if (!told.frame) frames = frames.filter((frame) => frame.id !== id);
  else if (known) frames = frames.map((frame) => (frame.id === id ? told.frame : frame));
  else frames = [...frames, told.frame];
}

// Frames of other games, of which nothing may be said: taken once, and left out where that fails.
let elsewhere = null;
async function others() {
  elsewhere ??= Promise.all(
    first.elsewhere.map((channel) =>
      ask("/admin/desk/ask/frame/", form({ channel })).then(
        ({ frame }) => [["elsewhere", frame]],
        () => [],
      ),
    ),
  );
  return (await elsewhere).flat();
}

// One after another, when nothing waits to be labeled; begins again when a label has changed.
async function check() {
  if (checking || !first.may_change) return;
  checking = true;
  $("check-again").hidden = true;
  try {
    for (;;) {
      const open = frames.some(({ shows }) => !shows) || labeled().length < first.least;
      const frame = labeled().find((each) => !isFresh(each));
      if (open || !frame) break;
      const about = lesson;
      const { ask: id } = await ask(at("check/"), form([["frame", frame.id], ...(await others())]));
      try {
        take(await post(at("checked/"), form({ frame: frame.id, ask: id })), frame.id);
      } catch (fault) {
        if (lesson === about) throw fault;
      }
      draw();
    }
  } catch (fault) {
    say(fault.message, true);
    $("check-again").hidden = false;
  }
  checking = false;
}

const enable = (allTheSame) => learn("enable/", { all_the_same: allTheSame ? "1" : "" });

async function learn(path, fields = {}) {
  say("Learning…");
  try {
    const { ask: id } = await ask(at("learn/"), form(await others()));
    location.href = (await post(at(path), form({ ...fields, ask: id }))).at;
  } catch (fault) {
    say(fault.message, true);
  }
}

async function add(fields, source) {
  const body = new FormData();
  for (const [name, value] of Object.entries({ ...fields, source })) body.append(name, value);
  const told = await post(at("frames/"), body);
  take(told, told.frame.id);
  if (shown()?.shows !== "") choose(told.frame.id);
  else draw();
}

async function grab() {
  const select = $("frame-channel");
  say("Grabbing a frame…");
  try {
    const { frame } = await ask("/admin/desk/ask/frame/", form({ channel: select.value }));
    await add({ frame }, select.selectedOptions[0].text);
    listen();
    say("");
  } catch (fault) {
    say(fault.message, true);
  }
}

async function upload(files) {
  const refused = [];
  for (const file of files) {
    try {
      if (file.size > MAX_BYTES) throw new Error("The limit is 15 MB.");
      say(`Uploading ${file.name}…`);
      await add({ picture: file }, file.name);
    } catch (fault) {
      refused.push(`${file.name}: ${fault.message}`);
    }
  }
  listen();
  say(refused.join(" "), refused.length > 0);
}

const within = (event) => {
  const { left, top, width, height } = $("frame").getBoundingClientRect();
  const share = (number, most) => Math.min(1, Math.max(0, number / most));
  return { x: share(event.clientX - left, width), y: share(event.clientY - top, height) };
};

function drawBox(event) {
  if (event.button || !first.may_change) return;
  event.preventDefault();
  const field = document.querySelector("[name=which]:checked").value;
  const began = within(event);
  const move = (now) => {
    const { x, y } = within(now);
    const sides = { x: Math.min(x, began.x), y: Math.min(y, began.y) };
    Object.assign(sides, { width: Math.abs(x - began.x), height: Math.abs(y - began.y) });
    if (sides.width > 0.002 && sides.height > 0.002) put(field, sides);
  };
  const end = () => {
    window.removeEventListener("pointermove", move);
    $(field).focus();
  };
  window.addEventListener("pointermove", move);
  window.addEventListener("pointerup", end, { once: true });
}

// For those who have no pointer: arrow keys move it, with Shift they resize it.
function placeBox() {
  const field = document.querySelector("[name=which]:checked").value;
  put(field, boxes.get(field)?.sides ?? usual(field) ?? NEW_BOX);
  boxes.get(field).element.focus();
}

const DEEDS = {
  confirm: (frame) => decide(frame, confirmed(frame)),
  none: (frame) => decide(frame, { shows: "none" }),
  waiting: (frame) => decide(frame, { shows: "waiting" }),
  remove: (frame) => decide(frame, { remove: true }),
  box: placeBox,
};
const KEYS = { enter: "confirm", n: "none", w: "waiting", x: "remove", b: "box" };

document.addEventListener("keydown", (event) => {
  const frame = shown();
  if (!frame || !first.may_change || event.ctrlKey || event.altKey || event.metaKey) return;
  const field = event.target.closest("input:not([type=radio]), select, textarea");
  if (field && !FIELDS.includes(field.id)) return;
  if (event.target.closest("button, a") && event.key === "Enter") return;
  if (/^[0-9]$/.test(event.key) && !field) {
    $("alive").focus();
    $("alive").select();
  } else if (KEYS[event.key.toLowerCase()]) {
    event.preventDefault();
    DEEDS[KEYS[event.key.toLowerCase()]](frame);
  }
});
$("labeling").addEventListener("click", (event) =>
  DEEDS[event.target.closest("[data-deed]")?.dataset.deed]?.(shown()),
);
$("stage").addEventListener("pointerdown", drawBox);
for (const which of document.querySelectorAll("[name=which]"))
  which.addEventListener("change", zoom);
$("grab")?.addEventListener("click", grab);
$("upload")?.addEventListener("change", async () => {
  await upload([...$("upload").files]);
  $("upload").value = "";
});
// Chosen before this script had come.
if ($("upload")?.files.length) $("upload").dispatchEvent(new Event("change"));
$("check-again")?.addEventListener("click", () => {
  say("");
  check();
});
$("enable")?.addEventListener("click", () => enable(false));
$("all-the-same")?.addEventListener("click", () => enable(true));
$("try")?.addEventListener("click", () => learn("keep/"));
gatherFrom($("recording")?.dataset.scans, add, say);
choose((frames.find(({ shows }) => !shows) ?? frames[0])?.id ?? null);
check();
