// What happens on the page where regions are drawn?
import { ask, post } from "./asking.js";
import { Box } from "./boxes.js";
import { NumberRows } from "./number_rows.js";
import { showReading } from "./reading.js";

const PAUSE_MILLISECONDS = 350;
const MAX_BYTES = 15_000_000;
const NEW_REGION = { x: 0.4, y: 0.4, width: 0.12, height: 0.06 };
const $ = (id) => document.getElementById(id);
const first = JSON.parse($("first").textContent);
const picture = first.mode === "picture";
const boxes = new Map();
const rows = new NumberRows(
  $("numbers"),
  picture,
  (name, sides) => boxes.get(name).put(sides),
  remove,
);
let frame = new URLSearchParams(location.search).get("frame") ?? "";
let asked = 0,
  timer = 0;

function say(sentence, bad = false) {
  $("said").textContent = sentence;
  $("said").className = bad ? "errornote" : "quiet";
}

function add(name, sides) {
  const box = new Box($("stage"), name, sides, {
    free: picture,
    changed: () => {
      rows.show(name, box.sides);
      drawInside();
      readSoon();
    },
  });
  boxes.set(name, box);
  rows.show(name, sides);
  offer();
}

function remove(name) {
  boxes.get(name).remove();
  boxes.delete(name);
  offer();
  readSoon();
}

function offer() {
  const select = $("add-region");
  const missing = first.fields.filter((name) => !boxes.has(name));
  select?.replaceChildren(
    new Option("Choose a region…", ""),
    ...missing.map((name) => new Option(name, name)),
  );
}

// The game's regions within a streamer's picture, to be looked at only.
let inside = [];
function drawInside() {
  if (!picture) return;
  const { x, y, width } = boxes.get("picture").sides;
  const within = ([name, side]) => [
    name,
    {
      x: x + side.x * width,
      y: y + side.y * width,
      width: side.width * width,
      height: side.height * width,
    },
  ];
  for (const box of inside) box.remove();
  inside = Object.entries(first.regions)
    .map(within)
    .map(([name, sides]) => new Box($("stage"), name, sides, { fixed: true }));
}

function drawn() {
  const regions = picture
    ? first.regions
    : Object.fromEntries([...boxes].map(([name, box]) => [name, box.sides]));
  const lies = picture
    ? {
        x: boxes.get("picture").sides.x,
        y: boxes.get("picture").sides.y,
        scale: boxes.get("picture").sides.width,
      }
    : null;
  return { frame, game: first.game, regions, picture: lies };
}

function readSoon() {
  clearTimeout(timer);
  timer = setTimeout(read, PAUSE_MILLISECONDS);
}

async function read() {
  if (!frame) return;
  if (!picture && !boxes.size) return showNothing("Add a region to be read.");
  const mine = ++asked;
  try {
    const answer = await ask("/admin/desk/ask/reading/", JSON.stringify(drawn()));
    if (mine === asked) showReading($("reading"), answer);
  } catch (fault) {
    if (mine === asked) showNothing(fault.message, "errornote");
  }
}

function showNothing(sentence, className = "quiet") {
  $("reading").replaceChildren(
    Object.assign(document.createElement("p"), { textContent: sentence, className }),
  );
}

function showFrame(id) {
  frame = id;
  $("frame").src = `/admin/desk/frames/${id}.jpg`;
  $("frame").hidden = false;
  $("stage").querySelector("p")?.remove();
  history.replaceState(null, "", `?frame=${id}`);
  readSoon();
}

async function fresh() {
  say("Grabbing a frame…");
  try {
    const answer = await ask(
      "/admin/desk/ask/frame/",
      new URLSearchParams({ channel: $("frame-channel").value }),
    );
    showFrame(answer.frame);
    say(`Broadcast ${Math.round(answer.age_seconds)} s ago, ${answer.width} × ${answer.height}.`);
  } catch (fault) {
    say(fault.message, true);
  }
}

async function upload(file) {
  if (!file) return;
  if (file.size > MAX_BYTES)
    return say(`The file has ${(file.size / 1e6).toFixed(1)} MB; the limit is 15 MB.`, true);
  const form = new FormData();
  form.append("picture", file);
  try {
    const answer = await post("/admin/desk/frames/", form);
    showFrame(answer.frame);
    say(`${file.name}, ${answer.width} × ${answer.height}.`);
  } catch (fault) {
    say(fault.message, true);
  }
}

async function save() {
  try {
    const saved = await post(location.pathname, JSON.stringify(drawn()));
    location.href = frame ? `${saved.at}?frame=${frame}` : saved.at;
  } catch (fault) {
    say(fault.message, true);
  }
}

const { x, y, scale } = first.picture ?? {};
for (const [name, sides] of Object.entries(
  picture ? { picture: { x, y, width: scale, height: scale } } : first.regions,
))
  add(name, sides);
offer();
drawInside();
$("frame").addEventListener("error", () => say("That frame has expired: grab a new one.", true));
$("fresh-frame")?.addEventListener("click", fresh);
$("upload").addEventListener("change", () => upload($("upload").files[0]));
$("save")?.addEventListener("click", save);
$("add-region")?.addEventListener("change", (event) => {
  if (event.target.value) add(event.target.value, NEW_REGION);
  readSoon();
});
$("stage").addEventListener("dragover", (event) => event.preventDefault());
$("stage").addEventListener("drop", (event) => {
  event.preventDefault();
  upload(event.dataTransfer.files[0]);
});
if (frame) showFrame(frame);
