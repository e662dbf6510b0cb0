// How far are the scans of recordings?

const EVERY_MILLISECONDS = 1000;
const place = document.getElementById("scan-rows");
const isAnyOpen = () => place.querySelector(".scan.waiting, .scan.running") !== null;
const scansIn = (part) => [...part.querySelectorAll(".scan")];
const ids = (scans) => scans.map(({ id }) => id).join();

// What stays the same is left alone: whoever is pressing a button, selects text or has the page read aloud.
function show(html) {
  if (place.querySelector(":active")) return;
  const { content } = Object.assign(document.createElement("template"), { innerHTML: html });
  const [before, after] = [scansIn(place), scansIn(content)];
  if (ids(before) !== ids(after)) return place.replaceChildren(content);
  for (const [index, scan] of before.entries())
    if (!scan.isEqualNode(after[index])) replace(scan, after[index]);
}

function replace(scan, by) {
  const isHeld = scan.contains(document.activeElement);
  scan.replaceWith(by);
  if (isHeld) by.querySelector("button, a")?.focus();
}

async function refresh() {
  const response = await fetch(`${location.pathname}?part=rows`);
  if (response.redirected) return location.reload();
  if (response.ok) show(await response.text());
}

async function soon() {
  if (!isAnyOpen()) return;
  try {
    if (!document.hidden) await refresh();
  } catch {
    // The site is unreachable for a moment; the next turn asks again.
  }
  setTimeout(soon, EVERY_MILLISECONDS);
}

setTimeout(soon, EVERY_MILLISECONDS);
