// What does an unread stream show now, and what does each reader make of it?
import { ask } from "./asking.js";
import { Box } from "./boxes.js";
import { showReading } from "./reading.js";

const $ = (id) => document.getElementById(id);
const first = JSON.parse($("first").textContent);
let asked = 0;

function say(sentence, bad = false) {
  $("said").textContent = sentence;
  $("said").className = bad ? "errornote" : "quiet";
}

function showNothing(sentence, className = "quiet") {
  $("reading").replaceChildren(
    Object.assign(document.createElement("p"), { textContent: sentence, className }),
  );
}

// Where the readers look.
function drawRegions() {
  const { x, y, scale } = first.picture ?? { x: 0, y: 0, scale: 1 };
  for (const [name, side] of Object.entries(first.regions)) {
    const sides = {
      x: x + side.x * scale,
      y: y + side.y * scale,
      width: side.width * scale,
      height: side.height * scale,
    };
    new Box($("stage"), name, sides, { fixed: true });
  }
}

// The pages that draw on a frame open with this one.
function showFrame(id) {
  $("frame").src = `/admin/desk/frames/${id}.jpg`;
  for (const link of document.querySelectorAll("a[data-frame]")) link.search = `?frame=${id}`;
}

async function read(frame, mine) {
  const { game, regions, picture } = first;
  if (!game) return showNothing("This game is no longer in the catalog, so nothing reads it.");
  showNothing("Reading…");
  try {
    const body = JSON.stringify({ frame, game, regions, picture });
    const answer = await ask("/admin/desk/ask/reading/", body);
    if (mine === asked) showReading($("reading"), answer);
  } catch (fault) {
    if (mine === asked) showNothing(fault.message, "errornote");
  }
}

async function fresh() {
  const mine = ++asked;
  say("Grabbing a frame…");
  try {
    const body = new URLSearchParams({ channel: first.channel });
    const answer = await ask("/admin/desk/ask/frame/", body);
    if (mine !== asked) return;
    showFrame(answer.frame);
    say(`Broadcast ${Math.round(answer.age_seconds)} s ago, ${answer.width} × ${answer.height}.`);
    await read(answer.frame, mine);
  } catch (fault) {
    if (mine === asked) say(fault.message, true);
  }
}

$("fresh-frame").addEventListener("click", fresh);
drawRegions();
fresh();
