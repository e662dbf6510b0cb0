// How do the rows of the board change on the page?

import { isCalm } from "../viewer/settings.js";
import { sparklinePath } from "./sparkline.js";
import {
  count,
  isFinal,
  linkOf,
  languageWords,
  shortGame,
  standingWords,
  viewersWords,
} from "../words.js";

const MOVE_MILLISECONDS = 450;

export class Rows {
  // `list` is filled with one row for each stream; `age` says how many seconds old a stream's number is now.
  constructor(list, template, { games, words, rules, oneGame, age, histories, previews }) {
    Object.assign(this, { list, template, games, words, rules, oneGame, age, histories, previews });
    this.elements = new Map([...list.children].map((row) => [row.dataset.channel, row]));
    this.elements.forEach((row) => previews?.watch(row));
    this.streams = [];
    list.addEventListener("pointerleave", () => this.show(this.streams, this.shown));
  }

  show(streams, shownChannel) {
    const before = this.#places();
    Object.assign(this, { streams, shown: shownChannel });
    this.#dropAllBut(new Set(streams.map((stream) => stream.channel)));
    const focused = this.list.contains(document.activeElement) ? document.activeElement : null;
    this.#inOrder(streams).forEach((stream, place) => {
      const row = this.#element(stream);
      this.#fill(row, stream);
      row.classList.toggle("shown", stream.channel === shownChannel);
      if (this.list.children[place] !== row)
        this.list.insertBefore(row, this.list.children[place] ?? null);
    });
    if (focused !== document.activeElement) focused?.focus({ preventScroll: true });
    this.tick();
    this.#move(before);
  }

  tick() {
    for (const stream of this.streams) {
      const row = this.elements.get(stream.channel);
      const age = this.age(stream);
      setText(row.querySelector(".age"), standingWords(stream, age, this));
      row.classList.toggle("old", stream.rank !== null && age > this.rules.oldSeconds);
    }
  }

  // Under the pointer nothing moves: rows stay where they are and new ones come last, until it leaves.
  #inOrder(streams) {
    if (!matchMedia("(hover: hover)").matches || !this.list.matches(":hover")) return streams;
    const place = new Map(
      [...this.list.children].map((row, index) => [row.dataset.channel, index]),
    );
    const at = (stream) => place.get(stream.channel) ?? Infinity;
    return [...streams].sort((one, other) => (at(one) === at(other) ? 0 : at(one) - at(other)));
  }

  #dropAllBut(kept) {
    for (const [channel, row] of this.elements) {
      if (kept.has(channel)) continue;
      row.remove();
      this.previews?.forget(row);
      this.elements.delete(channel);
    }
  }

  #element(stream) {
    let row = this.elements.get(stream.channel);
    if (!row) {
      row = this.template.content.firstElementChild.cloneNode(true);
      row.dataset.channel = stream.channel;
      this.elements.set(stream.channel, row);
      this.previews?.watch(row);
    }
    return row;
  }

  #fill(row, stream) {
    row.querySelector(".row-link").href = linkOf(stream);
    setText(row.querySelector(".rank"), stream.rank === null ? "" : String(stream.rank));
    setText(row.querySelector(".name"), stream.name);
    setText(
      row.querySelector(".row-game"),
      this.oneGame ? "" : shortGame(this.games[stream.game] ?? stream.game),
    );
    setText(row.querySelector(".viewers"), viewersWords(stream));
    row.querySelector(".viewers").title = "viewers on its platform";
    setText(row.querySelector(".language"), languageWords(stream));
    setText(row.querySelector(".kills"), count(stream.kills));
    setText(row.querySelector(".alive"), count(stream.alive));
    row
      .querySelector(".sparkline path")
      .setAttribute("d", sparklinePath(this.histories.of(stream.channel)));
    row.querySelector(".hide").setAttribute("aria-label", `Hide ${stream.name}`);
    row.classList.toggle("final", isFinal(stream, this.rules));
  }

  #places() {
    return new Map([...this.elements].map(([channel, row]) => [channel, row.offsetTop]));
  }

  #move(before) {
    if (isCalm()) return;
    for (const [channel, row] of this.elements) {
      const way = before.get(channel) - row.offsetTop;
      if (!way) continue;
      row.animate([{ transform: `translateY(${way}px)` }, { transform: "none" }], {
        duration: MOVE_MILLISECONDS,
        easing: "cubic-bezier(.2, .8, .2, 1)",
      });
    }
  }
}

export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
