// How are doubts reviewed, one key each?
import { post } from "./asking.js";
import { number } from "./reading.js";

const FETCH_BELOW = 12;
const $ = (id) => document.getElementById(id);
const first = JSON.parse($("first").textContent);
const queue = [...first.doubts];
const judged = [];
let left = first.open,
  storing = 0,
  sending = Promise.resolve(),
  fetching = false,
  exhausted = false;

const element = (name, text = "", className = "") =>
  Object.assign(document.createElement(name), { textContent: text, className });

function say(sentence, bad = false) {
  $("said").textContent = sentence;
  $("said").className = bad ? "errornote" : "quiet";
}

function show() {
  const doubt = queue[0];
  $("left").textContent = `${left.toLocaleString("en")} to review`;
  $("judging").hidden = !first.may_judge || (!doubt && !judged.length);
  $("alive").value = "";
  if (!doubt)
    return $("doubt").replaceChildren(
      element("p", left ? "Loading…" : "Nothing to review.", "quiet"),
    );
  const read = element("p", "", "verdict");
  read.append(
    number("alive", doubt.alive),
    number("kills", doubt.kills),
    element("span", `${(doubt.confidence * 100).toFixed(1)}% confidence`, "quiet"),
  );
  const who = element(
    "p",
    `${doubt.channel}, ${doubt.game}, ${new Date(doubt.captured_at).toLocaleString()}${doubt.reason ? `: ${doubt.reason}` : ""}`,
    "quiet",
  );
  $("doubt").dataset.id = doubt.id;
  $("doubt").replaceChildren(...Object.entries(doubt.cutouts).map(picture), read, who);
}

function picture([name, png]) {
  const image = element("img");
  image.src = `data:image/png;base64,${png}`;
  image.alt = `HUD crop: ${name}`;
  return image;
}

// Judgements are sent while the next doubt is shown already.
function judge(verdict, alive = "") {
  const doubt = queue.shift();
  if (!doubt) return;
  judged.push(doubt);
  left -= 1;
  say(`${doubt.channel}: ${verdict === "correct" ? alive || "no number shown" : `${verdict}ed`}`);
  show();
  send(doubt, verdict, alive);
  fetchMore();
}

function undo() {
  const doubt = judged.pop();
  if (!doubt) return say("There is nothing to undo.");
  queue.unshift(doubt);
  left += 1;
  say(`${doubt.channel} is open again`);
  show();
  send(doubt, "reopen");
}

// One after another, in the order in which they were said; the page is not left before all are stored.
function send(doubt, verdict, alive = "") {
  count(1);
  sending = sending.then(async () => {
    try {
      await post(`/admin/desk/doubts/${doubt.id}/`, new URLSearchParams({ verdict, alive }));
    } catch (fault) {
      say(`${doubt.channel}: ${fault.message}`, true);
      queue.push(doubt);
    }
    count(-1);
  });
}

function count(more) {
  storing += more;
  $("storing").textContent = storing ? `saving ${storing}…` : "";
}

async function fetchMore() {
  if (fetching || exhausted || queue.length >= FETCH_BELOW) return;
  fetching = true;
  const last = queue.at(-1) ?? judged.at(-1);
  try {
    const response = await fetch(`/admin/desk/doubts/more/?before=${last.id}`);
    const { doubts } = await response.json();
    exhausted = doubts.length === 0;
    queue.push(...doubts);
  } catch {
    say("The next doubts could not be loaded; press any key to retry.", true);
  }
  fetching = false;
  // What is being typed belongs to the doubt on screen: do not render it again.
  if (String(queue[0]?.id) !== $("doubt").dataset.id) show();
}

function correct() {
  const typed = $("alive").value.trim();
  if (!/^[1-9][0-9]{0,3}$/.test(typed))
    return say("Enter the actual count, or press N if no number is shown.", true);
  judge("correct", typed);
}

const DEEDS = {
  confirm: () => judge("confirm"),
  correct,
  none: () => judge("correct"),
  dismiss: () => judge("dismiss"),
  undo,
};
const KEYS = { c: "confirm", Enter: "correct", n: "none", x: "dismiss", u: "undo" };

document.addEventListener("keydown", (event) => {
  if (!first.may_judge || event.ctrlKey || event.altKey || event.metaKey) return;
  const field = event.target.closest("input, select, textarea");
  if (field && field !== $("alive")) return;
  if (event.target.closest("button, a") && event.key === "Enter") return;
  if (/^[0-9]$/.test(event.key) && !field) {
    $("alive").value += event.key;
    event.preventDefault();
  } else if (event.key === "Backspace" && !field) {
    $("alive").value = $("alive").value.slice(0, -1);
  } else if (KEYS[event.key]) {
    event.preventDefault();
    DEEDS[KEYS[event.key]]();
  }
});
window.addEventListener("beforeunload", (event) => {
  if (storing) event.preventDefault();
});
$("judging").addEventListener("click", (event) =>
  DEEDS[event.target.closest("button")?.dataset.verdict]?.(),
);
show();
