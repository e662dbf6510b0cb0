// Which matches does a kiosk name that are not on its screen? A line of them; what does not fit follows a few seconds later.

import { count, inSentence, isFinal, shortGame } from "../words.js";
import { setText } from "./rows.js";

const TURN_MILLISECONDS = 8000;
const MAX_NAMED = 30;

export class Ticker {
  // Of `shared`: `games` by slug, `oneGame` and the `rules` of a match.
  constructor(line, shared) {
    Object.assign(this, { line, ...shared, items: [], first: 0 });
    setInterval(() => this.#turn(), TURN_MILLISECONDS);
    addEventListener("resize", () => this.#place());
  }

  // The best first.
  show(streams) {
    const named = streams.slice(0, MAX_NAMED);
    while (this.items.length > named.length) this.items.pop().remove();
    while (this.items.length < named.length) this.#add();
    named.forEach((stream, place) => this.#fill(this.items[place], stream));
    this.first = Math.min(this.first, Math.max(0, named.length - 1));
    this.#place();
  }

  #add() {
    const item = document.createElement("span");
    item.className = "tick";
    item.append(...["b", "bdi", "i", "b"].map((name) => document.createElement(name)));
    this.line.append(item);
    this.items.push(item);
  }

  #fill(item, stream) {
    const [rank, name, game, alive] = item.children;
    setText(rank, String(stream.rank));
    setText(name, inSentence(stream.name));
    setText(game, this.oneGame ? "" : shortGame(this.games[stream.game] ?? stream.game));
    setText(alive, `${count(stream.alive)} alive`);
    item.classList.toggle("final", isFinal(stream, this.rules));
  }

  // Those before the first are passed over, and one that would be cut waits for its turn.
  #place() {
    this.items.forEach((item, place) => (item.hidden = place < this.first));
    const end = this.line.getBoundingClientRect().right;
    this.end = this.items.findIndex(
      (item, place) => place > this.first && item.getBoundingClientRect().right > end,
    );
    if (this.end < 0) return;
    this.items.slice(this.end).forEach((item) => (item.hidden = true));
  }

  #turn() {
    this.first = this.end > 0 ? this.end : 0;
    this.#place();
  }
}
