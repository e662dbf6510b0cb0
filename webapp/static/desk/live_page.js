// How does the live board keep itself fresh?

const EVERY_MILLISECONDS = 3000;
const place = document.getElementById("live-rows");
const form = document.getElementById("live");
const refreshes = document.getElementById("refreshes");
let asked = 0;

async function refresh() {
  const mine = ++asked;
  const query = new URLSearchParams(location.search);
  query.set("part", "rows");
  const response = await fetch(`${location.pathname}?${query}`);
  if (response.redirected) return location.reload();
  if (response.ok && mine === asked) show(await response.text());
}

// Whoever works by keyboard stays at the button where he was.
function show(rows) {
  const { name, value } = document.activeElement ?? {};
  place.innerHTML = rows;
  if (name && value)
    [...place.querySelectorAll("button")]
      .find((button) => button.name === name && button.value === value)
      ?.focus();
}

async function soon() {
  try {
    if (refreshes.checked && !document.hidden) await refresh();
  } catch {
    // The site is away for a moment; the next turn asks again.
  }
  setTimeout(soon, EVERY_MILLISECONDS);
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const body = new FormData(form, event.submitter);
  event.submitter.disabled = true;
  await fetch(form.action, { method: "POST", body, redirect: "manual" });
  await refresh();
});
document.getElementById("filters").addEventListener("change", (event) => {
  if (event.target.name) event.currentTarget.requestSubmit();
});
setTimeout(soon, EVERY_MILLISECONDS);
