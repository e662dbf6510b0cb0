// How does the health page keep itself fresh?

const EVERY_MILLISECONDS = 10_000;

setInterval(async () => {
  if (document.hidden) return;
  try {
    const response = await fetch("?part=rows");
    if (response.ok && !response.redirected)
      document.getElementById("facts").innerHTML = await response.text();
  } catch {
    // The site is away for a moment; the next turn asks again.
  }
}, EVERY_MILLISECONDS);
