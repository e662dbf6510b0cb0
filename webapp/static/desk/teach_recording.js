// How are frames of a recording gathered: a worker takes them, and each is added as it comes.
import { post, told } from "./asking.js";

const POLL_MILLISECONDS = 500;
const $ = (id) => document.getElementById(id);
const pause = () => new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS));
let ordered = null;

// `scans`: the address of the game's scans; `add`: adds one frame; `say`: says how it goes.
export function gatherFrom(scans, add, say) {
  if (!scans) return;
  $("recording").addEventListener("submit", async (event) => {
    event.preventDefault();
    $("gather").disabled = true;
    try {
      await gather(scans, add, say);
    } catch (fault) {
      say(fault.message, true);
      if (ordered) stop(scans).catch(() => {}); // nobody takes what else it finds
    }
    ordered = null;
    $("gather").disabled = false;
    $("stop-gathering").hidden = true;
  });
  $("stop-gathering").addEventListener("click", () =>
    stop(scans).catch((fault) => say(fault.message, true)),
  );
  $("gather").disabled = false; // before, the browser would have put the address into the page's own
}

const stop = (scans) => post(`${scans}${ordered}/stop/`, "");

async function gather(scans, add, say) {
  say("Asking for frames…");
  const asked = await post(`${scans}frames/`, new URLSearchParams(new FormData($("recording"))));
  ordered = asked.scan;
  $("stop-gathering").hidden = false;
  let added = 0;
  for (;;) {
    const scan = await told(await fetch(`${scans}${ordered}/`));
    for (const { frame, at } of scan.frames.slice(added)) {
      await add({ frame }, `${scan.recording} at ${at}`.slice(-100));
      added += 1;
    }
    const isOver = !["waiting", "running"].includes(scan.state);
    say(scan.sentence, scan.state === "failed");
    if (isOver) return;
    await pause();
  }
}
