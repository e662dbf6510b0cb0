// How are doubts reviewed, one key each?
import { number } from "./reading.js";
import { element, Review, say } from "./review.js";

const $ = (id) => document.getElementById(id);
const first = JSON.parse($("first").textContent);
const before = (last) => `/admin/desk/doubts/more/?before=${last}`;

const review = new Review({
  first,
  rows: "doubts",
  name: "channel",
  show,
  verdictAt: ({ id }) => `/admin/desk/doubts/${id}/`,
  moreAt: before,
  newsAt: () => before(""),
});

function show(doubt, words) {
  $("judging").hidden = !first.may_judge || review.isEmpty;
  $("alive").value = "";
  if (!doubt) return $("doubt").replaceChildren(element("p", words, "quiet"));
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
  $("doubt").replaceChildren(...Object.entries(doubt.cutouts).map(picture), read, who);
}

function picture([name, png]) {
  const image = element("img");
  image.src = `data:image/png;base64,${png}`;
  image.alt = `HUD crop: ${name}`;
  return image;
}

function correct() {
  const typed = $("alive").value.trim();
  if (!/^[1-9][0-9]{0,3}$/.test(typed))
    return say("Enter the actual count, or press N if no number is shown.", true);
  correctTo(typed);
}

function correctTo(alive) {
  review.decide({ verdict: "correct", alive }, alive || "no number shown");
}

const DEEDS = {
  confirm: () => review.decide({ verdict: "confirm" }, "confirmed"),
  correct,
  none: () => correctTo(""),
  dismiss: () => review.decide({ verdict: "dismiss" }, "dismissed"),
  undo: () => review.undo(),
};
const KEYS = { c: "confirm", enter: "correct", n: "none", x: "dismiss", u: "undo" };

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
  } else if (KEYS[event.key.toLowerCase()]) {
    event.preventDefault();
    DEEDS[KEYS[event.key.toLowerCase()]]();
  }
});
$("judging").addEventListener("click", (event) =>
  DEEDS[event.target.closest("button")?.dataset.verdict]?.(),
);
review.show();
