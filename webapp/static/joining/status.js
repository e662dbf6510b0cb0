// How does the page of a submitted channel stay up to date?

const EVERY_MILLISECONDS = 5_000;
const $ = (page, id) => page.getElementById(id);

// As the server renders it; a page in the background, or a server that is away, changes nothing.
async function refresh() {
  if (document.hidden) return;
  const response = await fetch(location.href);
  if (!response.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  if (!$(page, "standing")) return;
  if (!$(page, "remove") !== !$(document, "remove")) return location.reload();
  $(document, "standing").className = $(page, "standing").className;
  // Only the title is read aloud: the seconds in the sentence change with every turn.
  for (const id of ["standing-title", "standing-words"]) {
    const [old, fresh] = [$(document, id), $(page, id)];
    if (old.innerHTML !== fresh.innerHTML) old.replaceChildren(...fresh.childNodes);
  }
}

setInterval(() => refresh().catch(() => {}), EVERY_MILLISECONDS);
