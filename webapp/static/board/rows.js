// How do the rows of the board change on the page?

import { FINAL_ALIVE, OLD_SECONDS, count, linkOf, standingWords } from "./words.js";

const MOVE_MILLISECONDS = 450;

export class Rows {
  // `list` is filled with one row for each stream; `age` says how many seconds old a stream's number is now.
  constructor(list, template, { games, words, oneGame, age }) {
    Object.assign(this, { list, template, games, words, oneGame, age });
    this.elements = new Map([...list.children].map((row) => [row.dataset.channel, row]));
    this.streams = [];
  }

  show(streams, shownChannel) {
    const before = this.#places();
    this.streams = streams;
    const kept = new Set(streams.map((stream) => stream.channel));
    for (const [channel, row] of this.elements) {
      if (!kept.has(channel)) {
        row.remove();
        this.elements.delete(channel);
      }
    }
    streams.forEach((stream, place) => {
      const row = this.#element(stream);
      this.#fill(row, stream);
      row.classList.toggle("shown", stream.channel === shownChannel);
      if (this.list.children[place] !== row) this.list.insertBefore(row, this.list.children[place] ?? null);
    });
    this.tick();
    this.#move(before);
  }

  tick() {
    for (const stream of this.streams) {
      const row = this.elements.get(stream.channel);
      const age = this.age(stream);
      setText(row.querySelector(".age"), standingWords(stream, age, this.words));
      row.classList.toggle("old", stream.rank !== null && age > OLD_SECONDS);
    }
  }

  #element(stream) {
    let row = this.elements.get(stream.channel);
    if (!row) {
      row = this.template.content.firstElementChild.cloneNode(true);
      row.dataset.channel = stream.channel;
      this.elements.set(stream.channel, row);
    }
    return row;
  }

  #fill(row, stream) {
    row.querySelector(".row-link").href = linkOf(stream);
    setText(row.querySelector(".rank"), stream.rank === null ? "" : String(stream.rank));
    setText(row.querySelector(".name"), stream.name);
    setText(row.querySelector(".row-game"), this.oneGame ? "" : this.games[stream.game] ?? stream.game);
    setText(row.querySelector(".kills"), count(stream.kills));
    setText(row.querySelector(".alive"), count(stream.alive));
    row.classList.toggle("final", stream.rank !== null && stream.alive <= FINAL_ALIVE);
  }

  #places() {
    return new Map([...this.elements].map(([channel, row]) => [channel, row.offsetTop]));
  }

  #move(before) {
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    for (const [channel, row] of this.elements) {
      const way = before.get(channel) - row.offsetTop;
      if (!way) continue;
      row.animate([{ transform: `translateY(${way}px)` }, { transform: "none" }],
        { duration: MOVE_MILLISECONDS, easing: "cubic-bezier(.2, .8, .2, 1)" });
    }
  }
}

export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
