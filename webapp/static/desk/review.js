// How does somebody go through a queue, one key each?

import { post } from "./asking.js";

const FETCH_BELOW = 12;
const NEWS_MILLISECONDS = 20_000;
const $ = (id) => document.getElementById(id);

export const element = (name, text = "", className = "") =>
  Object.assign(document.createElement(name), { textContent: text, className });

export function say(sentence, bad = false) {
  $("said").textContent = sentence;
  $("said").className = bad ? "errornote" : "quiet";
}

// A sentence that begins with the name needs it no second time.
const named = (name, words) => (words.startsWith(name) ? words : `${name}: ${words}`);

// Verdicts are sent in their order while the next row is shown already.
export class Review {
  // `first`: {open, [rows]}: how many wait in all, and those to begin with. `show(row, words)`: draws the one on top, or the
  // words where there is none. `name`: the field that names a row. `verdictAt(row)`: where verdicts are sent. `moreAt(last)`
  // and `newsAt(last)`: where the rows after the one with that id are, and those that came since.
  constructor({ first, rows, name, show, verdictAt, moreAt, newsAt }) {
    Object.assign(this, { rows, name, draw: show, verdictAt, moreAt, newsAt });
    Object.assign(this, { queue: [...first[rows]], decided: [], left: first.open, storing: 0 });
    this.seen = new Set(this.queue.map(({ id }) => id));
    this.last = this.queue.at(-1)?.id ?? "";
    this.sending = Promise.resolve();
    this.isFetching = this.isExhausted = false;
    setInterval(() => document.hidden || this.#fetch(this.newsAt), NEWS_MILLISECONDS);
    window.addEventListener("beforeunload", (event) => this.storing && event.preventDefault());
  }

  get isEmpty() {
    return !this.queue.length && !this.decided.length;
  }

  show() {
    this.shown = this.queue[0];
    this.#countLeft();
    this.draw(this.shown, this.left > 0 ? "Loading…" : "Nothing to review.");
  }

  // `verdict`: the fields that say it; `words`: the same for people.
  decide(verdict, words) {
    const row = this.queue.shift();
    if (!row) return;
    this.decided.push(row);
    this.left -= 1;
    say(`${row[this.name]}: ${words}`);
    this.show();
    this.#send(row, verdict);
    if (!this.isExhausted) this.#fetch(this.moreAt);
  }

  later() {
    if (this.queue.length > 1) this.queue.push(this.queue.shift());
    this.show();
  }

  undo() {
    const row = this.decided.pop();
    if (!row) return say("There is nothing to undo.");
    this.queue.unshift(row);
    this.left += 1;
    say(`${row[this.name]} is open again`);
    this.show();
    this.#send(row, { verdict: "reopen" });
  }

  // The page is not left before all are stored.
  #send(row, verdict) {
    this.#count(1);
    this.sending = this.sending.then(async () => {
      try {
        const { said } = await post(this.verdictAt(row), new URLSearchParams(verdict));
        if (said) this.#refused(row, verdict, said);
      } catch (fault) {
        say(named(row[this.name], fault.message), true);
        if (verdict.verdict === "reopen") this.#drop(row);
        else this.#giveBack(row);
      }
      this.#count(-1);
    });
  }

  // A colleague's verdict stands, and is not ours to undo.
  #refused(row, { verdict }, said) {
    say(said);
    this.#forget(row);
    if (verdict === "reopen") this.#drop(row);
  }

  #forget(row) {
    this.decided = this.decided.filter((each) => each !== row);
  }

  // What could not be reopened stays as it was decided.
  #drop(row) {
    if (!this.queue.includes(row)) return;
    this.queue = this.queue.filter((each) => each !== row);
    this.left -= 1;
    this.#refresh();
  }

  #giveBack(row) {
    this.#forget(row);
    this.queue.push(row);
    this.left += 1;
    this.#refresh();
  }

  #count(more) {
    this.storing += more;
    $("storing").textContent = this.storing ? `saving ${this.storing}…` : "";
  }

  #countLeft() {
    $("left").textContent = `${this.left.toLocaleString("en")} to review`;
  }

  async #fetch(at) {
    if (this.isFetching || this.queue.length >= FETCH_BELOW) return;
    this.isFetching = true;
    try {
      const { open, [this.rows]: rows } = await (await fetch(at(this.last))).json();
      const fresh = rows.filter(({ id }) => !this.seen.has(id));
      fresh.forEach(({ id }) => this.seen.add(id));
      if (at === this.moreAt) {
        this.isExhausted = !rows.length;
        this.last = rows.at(-1)?.id ?? this.last;
      }
      if (!this.storing) this.left = open;
      this.queue.push(...fresh);
    } catch {
      say("The next ones could not be loaded. Retrying…", true);
    }
    this.isFetching = false;
    this.#refresh();
  }

  // What is being typed belongs to the row on screen: it is not drawn again.
  #refresh() {
    if (this.queue[0] !== this.shown || !this.shown) this.show();
    else this.#countLeft();
  }
}
