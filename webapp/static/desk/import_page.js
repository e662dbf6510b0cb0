// How far has the import come?

const EVERY_MILLISECONDS = 1000;

const asking = setInterval(async () => {
  try {
    const response = await fetch("?part=progress");
    if (response.redirected) return location.reload(); // to log in again
    const job = await response.json();
    document.getElementById("progress").value = job.done;
    for (const count of document.querySelectorAll("[data-count]"))
      count.textContent = job[count.dataset.count];
    if (job.state === "running") return;
    clearInterval(asking);
    location.reload();
  } catch {
    // The site is away for a moment; the next turn asks again.
  }
}, EVERY_MILLISECONDS);
