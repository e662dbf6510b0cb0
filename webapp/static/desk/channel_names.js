// Which channels are offered while a name is typed?

const PAUSE_MILLISECONDS = 150;
const field = document.querySelector("input[list=channel-names]");

function offer(channels, list) {
  list.replaceChildren(
    ...channels.map(({ value, label }) => Object.assign(new Option(label, value), { label })),
  );
}

async function lookUp(list, words) {
  try {
    const response = await fetch(`/admin/catalog/channel/names/?q=${encodeURIComponent(words)}`);
    if (response.ok && !response.redirected && words === field.value)
      offer((await response.json()).channels, list);
  } catch {
    // The site is unreachable for a moment; the next key asks again.
  }
}

if (field) {
  const list = Object.assign(document.createElement("datalist"), { id: "channel-names" });
  field.after(list);
  let timer = 0;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => lookUp(list, field.value), PAUSE_MILLISECONDS);
  };
  field.addEventListener("input", soon);
  field.addEventListener("focus", soon, { once: true });
}
