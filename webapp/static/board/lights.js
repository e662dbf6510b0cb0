// Before anything is painted: did this viewer choose dark, light or dim, and fewer movements?
// Also marks that scripts run: what needs them shows from the first paint.
document.documentElement.classList.add("scripted");
try {
  const kept = JSON.parse(localStorage.getItem("rotisserie") ?? "{}");
  if (["dark", "light", "dim"].includes(kept.lights))
    document.documentElement.dataset.lights = kept.lights;
  if (kept.calm === true) document.documentElement.dataset.calm = "";
} catch {
  /* what is kept cannot be read: the page shows as for anybody */
}
