// How are submissions decided, one key each?
import { ask, post } from "./asking.js";

const FETCH_BELOW = 12;
const LOOK_MILLISECONDS = 400;
const NEWS_MILLISECONDS = 20_000;
const $ = (id) => document.getElementById(id);
const first = JSON.parse($("first").textContent);
const queue = [...first.submissions];
const decided = [];
let left = first.open,
  newest = queue.at(-1)?.id ?? 0,
  storing = 0,
  sending = Promise.resolve(),
  fetching = false,
  exhausted = false,
  looking = 0;

const element = (name, text = "", className = "") =>
  Object.assign(document.createElement(name), { textContent: text, className });

function say(sentence, bad = false) {
  $("said").textContent = sentence;
  $("said").className = bad ? "errornote" : "quiet";
}

function countLeft() {
  $("left").textContent = `${left.toLocaleString("en")} to review`;
}

function show() {
  const one = queue[0];
  countLeft();
  $("deciding").hidden = !first.may_decide || (!one && !decided.length);
  $("open").hidden = !one;
  clearTimeout(looking);
  $("submission").dataset.id = one?.id ?? "";
  if (!one)
    return $("submission").replaceChildren(
      element("p", left > 0 ? "Loading…" : "Nothing to review.", "quiet"),
    );
  $("open").href = one.page;
  const title = element("h2");
  title.append(element("bdi", one.name));
  const what = element("p", `${one.platform} · ${one.game}`);
  const when = `submitted ${new Date(one.asked_at).toLocaleString()}, on the board as ${one.channel}`;
  const now = element("p", "Checking whether it is live…", "quiet");
  now.id = "now";
  $("submission").replaceChildren(title, what, element("p", when, "quiet"), now);
  // Not for those that are decided at a glance.
  if (first.may_decide) looking = setTimeout(look, LOOK_MILLISECONDS, one);
  else now.hidden = true;
}

async function look(one) {
  let words;
  try {
    words = told(await ask(`/admin/joining/queue/${one.id}/check/`, new URLSearchParams()));
  } catch (fault) {
    words = fault.message;
  }
  if (queue[0] === one) $("now").textContent = words;
}

function told({ exists, live, title, category, viewers, note }) {
  if (exists === false) return "The platform knows no such channel.";
  if (live) {
    const facts = [
      category,
      viewers === undefined ? "" : `${viewers.toLocaleString("en")} viewers`,
    ];
    return ["Live now", ...facts, title].filter(Boolean).join(" · ");
  }
  if (live === false) return exists ? "Exists; not live now." : "Not live now.";
  return note || "Nobody can tell whether it is live.";
}

// Verdicts are sent while the next submission is shown already.
function decide(verdict) {
  const one = queue.shift();
  if (!one) return;
  decided.push(one);
  left -= 1;
  say(`${one.name}: ${verdict === "accept" ? "accepted" : "declined"}`);
  show();
  send(one, verdict);
  fetchMore();
}

function later() {
  if (queue.length > 1) queue.push(queue.shift());
  show();
}

function undo() {
  const one = decided.pop();
  if (!one) return say("There is nothing to undo.");
  queue.unshift(one);
  left += 1;
  say(`${one.name} is open again`);
  show();
  send(one, "reopen");
}

// One after another, in the order in which they were given; the page is not left before all are stored.
function send(one, verdict) {
  count(1);
  sending = sending.then(async () => {
    try {
      const { said } = await post(
        `/admin/joining/queue/${one.id}/`,
        new URLSearchParams({ verdict }),
      );
      if (said) {
        say(said);
        forget(one); // a colleague's verdict is not ours to undo
      }
    } catch (fault) {
      say(fault.message, true);
      if (verdict === "reopen") drop(one);
      else giveBack(one);
    }
    count(-1);
  });
}

function forget(one) {
  const place = decided.indexOf(one);
  if (place >= 0) decided.splice(place, 1);
}

// What could not be reopened stays as it was decided.
function drop(one) {
  queue.splice(queue.indexOf(one), 1);
  left -= 1;
  show();
}

function giveBack(one) {
  forget(one);
  queue.push(one);
  left += 1;
  if (queue.length === 1) show();
  else countLeft();
}

function count(more) {
  storing += more;
  $("storing").textContent = storing ? `saving ${storing}…` : "";
}

async function fetchMore() {
  if (fetching || exhausted || queue.length >= FETCH_BELOW) return;
  fetching = true;
  try {
    const response = await fetch(`/admin/joining/queue/more/?after=${newest}`);
    const { open, submissions } = await response.json();
    exhausted = submissions.length === 0;
    if (!storing) left = open;
    newest = submissions.at(-1)?.id ?? newest;
    queue.push(...submissions);
  } catch {
    say("The next submissions could not be loaded. Retrying…", true);
  }
  fetching = false;
  if (String(queue[0]?.id ?? "") !== $("submission").dataset.id) show();
  else countLeft();
}

// What streamers add while the page is open.
setInterval(() => {
  if (document.hidden) return;
  exhausted = false;
  fetchMore();
}, NEWS_MILLISECONDS);

const DEEDS = {
  accept: () => decide("accept"),
  decline: () => decide("decline"),
  later,
  undo,
};
const KEYS = { a: "accept", d: "decline", l: "later", u: "undo" };

document.addEventListener("keydown", (event) => {
  if (!first.may_decide || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target.closest("input, select, textarea")) return;
  const key = event.key.toLowerCase(); // Caps Lock may be on
  if (key === "o" && queue[0]) $("open").click();
  if (!KEYS[key]) return;
  event.preventDefault();
  DEEDS[KEYS[key]]();
});
window.addEventListener("beforeunload", (event) => {
  if (storing) event.preventDefault();
});
$("deciding").addEventListener("click", (event) =>
  DEEDS[event.target.closest("button")?.dataset.verdict]?.(),
);
show();
