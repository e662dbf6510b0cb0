// How are submissions decided, one key each?
import { ask } from "./asking.js";
import { element, Review } from "./review.js";

const LOOK_MILLISECONDS = 400;
const $ = (id) => document.getElementById(id);
const first = JSON.parse($("first").textContent);
const after = (last) => `/admin/joining/queue/more/?after=${last || 0}`;
let looking = 0;

const review = new Review({
  first,
  rows: "submissions",
  name: "name",
  show,
  verdictAt: ({ id }) => `/admin/joining/queue/${id}/`,
  moreAt: after,
  newsAt: after,
});

function show(one, words) {
  $("deciding").hidden = !first.may_decide || review.isEmpty;
  $("open").hidden = !one;
  clearTimeout(looking);
  if (!one) return $("submission").replaceChildren(element("p", words, "quiet"));
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
  if (review.shown === one) $("now").textContent = words;
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

const DEEDS = {
  accept: () => review.decide({ verdict: "accept" }, "accepted"),
  decline: () => review.decide({ verdict: "decline" }, "declined"),
  later: () => review.later(),
  undo: () => review.undo(),
};
const KEYS = { a: "accept", d: "decline", l: "later", u: "undo" };

document.addEventListener("keydown", (event) => {
  if (!first.may_decide || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target.closest("input, select, textarea")) return;
  const key = event.key.toLowerCase(); // Caps Lock may be on
  if (key === "o" && review.shown) $("open").click();
  if (!KEYS[key]) return;
  event.preventDefault();
  DEEDS[KEYS[key]]();
});
$("deciding").addEventListener("click", (event) =>
  DEEDS[event.target.closest("button")?.dataset.verdict]?.(),
);
review.show();
