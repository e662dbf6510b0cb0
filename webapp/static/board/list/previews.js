// When does a row load its preview picture, and a newer one?

const EVERY_SECONDS = 15;
const FINAL_SECONDS = 10;
const SHARED_SECONDS = 5;
const WIDTHS = [80, 160];

// Loads pictures for visible rows only, and only in a visible tab. A stream without one leaves its place empty.
export class Previews {
  constructor() {
    this.inSight = new Set();
    // When each row's picture was asked for: a row that leaves the sight and comes back keeps the one it has.
    this.askedAt = new WeakMap();
    this.observer = new IntersectionObserver((changes) =>
      changes.forEach((change) => this.#note(change)),
    );
  }

  watch(row) {
    const picture = row.querySelector(".preview");
    picture.addEventListener("load", () => {
      picture.hidden = false;
    });
    picture.addEventListener("error", () => {
      picture.hidden = true;
    });
    this.observer.observe(row);
  }

  forget(row) {
    this.observer.unobserve(row);
    this.inSight.delete(row);
  }

  tick() {
    if (document.hidden || navigator.connection?.saveData) return;
    const now = performance.now() / 1000;
    for (const row of this.inSight) {
      const pause = row.classList.contains("final") ? FINAL_SECONDS : EVERY_SECONDS;
      if (now - (this.askedAt.get(row) ?? -Infinity) < pause) continue;
      this.askedAt.set(row, now);
      // The same URL for all viewers for five seconds, so that caches can answer.
      const at = Math.floor(Date.now() / 1000 / SHARED_SECONDS);
      const width = WIDTHS[Number(devicePixelRatio > 1)];
      row.querySelector(".preview").src =
        `/preview/${encodeURIComponent(row.dataset.channel)}/${width}.webp?at=${at}`;
    }
  }

  #note({ target, isIntersecting }) {
    if (!isIntersecting) this.inSight.delete(target);
    else this.inSight.add(target);
  }
}
