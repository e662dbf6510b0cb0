// Which streams does the viewer's text find? The API answers: the page holds only the top of a long board.

import { setText } from "./rows.js";

const PAUSE_MILLISECONDS = 200;
const REFRESH_MILLISECONDS = 5000;
const ANSWER_MILLISECONDS = 8000;
const MAX_RESULTS = 50;

export class Search {
  // `field` is the input, `rows` shows what was found in the place of `lists`, `words` says how much that is. `current(row)`
  // is a row as it counts now. `onToggle()` is called when one takes the place of the other.
  constructor({ field, rows, lists, words, game, current, onToggle }) {
    Object.assign(this, { field, rows, lists, words, game, current, onToggle });
    Object.assign(this, { found: [], asking: null, isOpen: false });
    field.addEventListener("input", () => this.#later(PAUSE_MILLISECONDS));
    field.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.clear(event);
    });
  }

  get text() {
    return this.field.value.trim();
  }

  clear(event) {
    event?.preventDefault();
    if (!this.field.value) this.field.blur();
    this.field.value = "";
    this.#ask();
  }

  focus() {
    this.field.focus();
    this.field.select();
  }

  // Marks the stream that is on the stage.
  show(shown) {
    if (this.text) this.rows.show(this.found.map(this.current), shown);
    this.shown = shown;
  }

  // Ages go on, and a number that is too old ranks nothing, whether or not the server answers.
  tick() {
    const isOlder = ({ rank }, place) => rank !== this.rows.streams[place]?.rank;
    if (this.found.map(this.current).some(isOlder)) this.show(this.shown);
    else this.rows.tick();
  }

  find(channel) {
    return this.found.find((each) => each.channel === channel);
  }

  #later(milliseconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#ask(), milliseconds);
  }

  async #ask() {
    clearTimeout(this.timer);
    this.asking?.abort();
    const { text } = this;
    if (!text) return this.#close();
    const asking = new AbortController();
    this.asking = asking;
    const slow = setTimeout(() => asking.abort(new Error("slow")), ANSWER_MILLISECONDS);
    try {
      if (!document.hidden) this.#hear(await this.#fetch(text, asking.signal));
    } catch (fault) {
      if (fault.name === "AbortError") return;
      this.#say("Search is not responding. Retrying…");
    } finally {
      clearTimeout(slow);
    }
    this.#later(REFRESH_MILLISECONDS);
  }

  async #fetch(text, signal) {
    const query = new URLSearchParams({ q: text, limit: MAX_RESULTS });
    if (this.game !== "all") query.set("game", this.game);
    const answer = await fetch(`/api/v1/search/?${query}`, { signal });
    if (!answer.ok) throw new Error(answer.statusText);
    return answer.json();
  }

  #hear({ count, results }) {
    this.found = results;
    this.#say(countWords(count, results.length));
    this.show(this.shown);
  }

  #say(words) {
    setText(this.words, words);
    this.#toggle(true);
  }

  #close() {
    this.found = [];
    this.rows.show([], this.shown);
    setText(this.words, "");
    this.#toggle(false);
  }

  #toggle(isOpen) {
    this.lists.hidden = isOpen;
    this.rows.list.hidden = !isOpen;
    if (this.isOpen === isOpen) return;
    this.isOpen = isOpen;
    this.onToggle();
  }
}

function countWords(count, listed) {
  if (!count) return "No live stream matches.";
  if (listed < count) return `First ${listed} of ${count} streams`;
  return count === 1 ? "1 stream" : `${count} streams`;
}
