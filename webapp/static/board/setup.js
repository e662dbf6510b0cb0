// How does a set-up page show what was chosen? The server renders it: the page swaps in that part of the answer.

const PAUSE_MILLISECONDS = 150;
const byId = (id) => document.getElementById(id);
const form = byId("setup");
let timer = null;
let asking = null;

const query = () => new URLSearchParams(new FormData(form));

async function renew() {
  asking?.abort();
  asking = new AbortController();
  const address = `${location.pathname}?${query()}`;
  try {
    const answer = await fetch(address, { signal: asking.signal });
    if (!answer.ok) throw new Error(answer.statusText);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    byId("result").replaceWith(page.getElementById("result"));
    history.replaceState(null, "", address);
  } catch (fault) {
    if (fault.name !== "AbortError") byId("copied").textContent = "The site is not responding.";
  }
}

async function copy() {
  const field = byId("address");
  try {
    await navigator.clipboard.writeText(field.value);
    byId("copied").textContent = "Copied.";
  } catch {
    field.select();
    byId("copied").textContent = "Press Ctrl+C to copy.";
  }
}

form.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(renew, PAUSE_MILLISECONDS);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  renew();
});
document.addEventListener("click", (event) => {
  if (event.target.id === "copy") copy();
  if (event.target.id === "address") event.target.select();
});
