// How does the live board refresh itself, and what do its buttons and keys do?
import { told } from "./asking.js";
import { Away } from "./away.js";

const EVERY_MILLISECONDS = 3000;
const place = document.getElementById("live-rows");
const form = document.getElementById("live");
const refreshes = document.getElementById("refreshes");
const said = document.getElementById("said");
const undo = document.getElementById("undo");
const away = new Away(document.getElementById("away"));
const KEYS = { l: ["look"], p: ["pause", "resume"], b: ["block"], f: ["feature", "unfeature"] };
let asked = 0;

async function refresh() {
  const mine = ++asked;
  const query = new URLSearchParams(location.search);
  query.set("part", "rows");
  const answer = await away.ask(`${location.pathname}?${query}`);
  if (answer?.isRedirected) return location.reload();
  if (answer && mine === asked) show(answer.html);
}

const rows = () => [...place.querySelectorAll("tr[data-channel]")];
const rowInFocus = () => document.activeElement?.closest("tr[data-channel]");

// Keyboard users keep their place: the same button, else the same row, else the row that took its place.
function show(html) {
  if (place.querySelector(":active")) return; // a button is being pressed
  const row = rowInFocus();
  const { name, value } = document.activeElement ?? {};
  const index = rows().indexOf(row);
  place.innerHTML = html;
  if (!row) return;
  const same = rows().find((each) => each.dataset.channel === row.dataset.channel);
  const button = same?.querySelector(`button[name="${name}"][value="${value}"]`);
  (button ?? same ?? rows()[Math.min(index, rows().length - 1)])?.focus();
}

async function soon() {
  if (refreshes.checked && !document.hidden) await refresh();
  setTimeout(soon, EVERY_MILLISECONDS);
}

async function act(name, value) {
  const body = new FormData(form);
  body.append(name, value);
  const headers = { Accept: "application/json" };
  try {
    const answer = await told(await fetch(form.action, { method: "POST", body, headers }));
    say(answer.said, !answer.done);
    undo.hidden = !answer.undo;
    await refresh();
  } catch (fault) {
    const isAway = fault instanceof TypeError; // of fetch
    say(isAway ? "Not done: the site is unreachable." : `Not done. ${fault.message}`, true);
  }
}

function say(sentence, bad = false) {
  said.textContent = sentence;
  said.className = bad ? "bad" : "";
}

function step(by) {
  const all = rows();
  const at = all.indexOf(rowInFocus());
  all[at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + by))]?.focus();
}

function key(event) {
  const pressed = event.key.toLowerCase();
  if (pressed === "j" || pressed === "k") return step(pressed === "j" ? 1 : -1);
  if (pressed === "u") return undo.hidden ? say("There is nothing to undo.") : act("undo", "1");
  const row = rowInFocus();
  if (!row) return say("Choose a stream with J or K first.");
  if (pressed === "o") return row.querySelector("a[target]")?.click();
  const names = KEYS[pressed].map((name) => `button[name=${name}]`);
  const button = row.querySelector(names.join(", "));
  if (button) act(button.name, button.value);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  act(event.submitter.name, event.submitter.value);
});
document.addEventListener("keydown", (event) => {
  if (!said || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
  if (event.target.closest("input, select, textarea")) return;
  if (!"jkuo".includes(event.key.toLowerCase()) && !(event.key.toLowerCase() in KEYS)) return;
  event.preventDefault();
  key(event);
});
document.getElementById("filters").addEventListener("change", (event) => {
  if (event.target.name) event.currentTarget.requestSubmit();
});
setTimeout(soon, EVERY_MILLISECONDS);
