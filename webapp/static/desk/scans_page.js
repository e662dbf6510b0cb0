// How far are the scans of recordings?

const EVERY_MILLISECONDS = 1000;
const place = document.getElementById("scan-rows");
const isAnyOpen = () => place.querySelector("[data-open]") !== null;

// Whoever is about to press a button keeps it.
function show(html) {
  const held = document.activeElement?.closest("li.scan")?.id;
  if (place.innerHTML === html) return;
  place.innerHTML = html;
  if (held) document.getElementById(held)?.querySelector("button, a")?.focus();
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
