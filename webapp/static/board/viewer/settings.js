// What did this viewer choose? Kept in the browser, never sent anywhere.

const KEY = "rotisserie";
export const LIGHTS = ["auto", "dark", "light", "dim"];
export const ORDERS = ["site", "alive", "kills", "small"];
export const SCREENS = [1, 2, 4];
const MAX_NAMES = 500;

const names = (value) =>
  Array.isArray(value) ? value.filter((each) => typeof each === "string").slice(0, MAX_NAMES) : [];
const oneOf = (choices, value) => (choices.includes(value) ? value : choices[0]);

// What the browser has stored, as settings: what is missing or invalid becomes the default.
export function settingsFrom(kept) {
  const given = kept !== null && typeof kept === "object" ? kept : {};
  return {
    lights: oneOf(LIGHTS, given.lights),
    order: oneOf(ORDERS, given.order),
    screens: oneOf(SCREENS, given.screens),
    split: given.split !== false,
    languages: names(given.languages),
    gamesLeftOut: names(given.gamesLeftOut),
    hidden: names(given.hidden),
    stars: names(given.stars),
    calm: given.calm === true,
    notify: given.notify === true,
    chat: given.chat === true,
    volume: given.volume >= 0 && given.volume <= 1 ? given.volume : 1,
  };
}

export class Settings {
  // `fixed`: values that hold on this page, whatever is stored.
  constructor(onChange, fixed = {}) {
    Object.assign(this, { onChange, fixed });
    this.#take(this.#read());
    addEventListener("storage", (event) => {
      if (event.key !== KEY) return;
      this.#take(this.#read());
      this.#apply();
    });
  }

  change(values) {
    this.#take({ ...this.kept, ...values });
    try {
      localStorage.setItem(KEY, JSON.stringify(this.kept));
    } catch {
      /* storage is off: the change lasts until the page is left */
    }
    this.#apply();
  }

  #take(kept) {
    this.kept = settingsFrom(kept);
    this.values = { ...this.kept, ...this.fixed };
  }

  #read() {
    try {
      return JSON.parse(localStorage.getItem(KEY));
    } catch {
      return null;
    }
  }

  #apply() {
    const page = document.documentElement.dataset;
    if (this.values.lights === "auto") delete page.lights;
    else page.lights = this.values.lights;
    if (this.values.calm) page.calm = "";
    else delete page.calm;
    this.onChange();
  }
}

// Whether things may move, by this viewer's choice and the system's.
export function isCalm() {
  return (
    "calm" in document.documentElement.dataset ||
    matchMedia("(prefers-reduced-motion: reduce)").matches
  );
}
