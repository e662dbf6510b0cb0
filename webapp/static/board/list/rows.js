// How do the rows of the board change on the page?

import { Placing } from "./placing.js";
import { sparklinePath } from "./sparkline.js";
import {
  channelPage,
  count,
  endsWords,
  isFinal,
  linkOf,
  languageWords,
  platformWords,
  shortGame,
  standingWords,
  viewersWords,
} from "../words.js";

export class Rows {
  // `list` is filled with one row for each stream. Of `shared`: `age` says how many seconds old a stream's number is now,
  // `isStarred` whether a channel is a favorite.
  constructor(list, template, shared) {
    Object.assign(this, { list, template, ...shared });
    this.elements = new Map([...list.children].map((row) => [row.dataset.channel, row]));
    this.elements.forEach((row) => this.#begin(row));
    this.streams = [];
    this.placing = new Placing(list);
    this.#place([...list.children]);
    list.addEventListener("pointerleave", () => this.show(this.streams, this.shown));
  }

  show(streams, shownChannel) {
    Object.assign(this, { streams, shown: shownChannel });
    this.#dropAllBut(new Set(streams.map((stream) => stream.channel)));
    const focused = this.list.contains(document.activeElement) ? document.activeElement : null;
    const ordered = this.#inOrder(streams);
    const rows = ordered.map((stream) => this.#element(stream));
    const before = this.placing.before(this.#tops(rows));
    rows.forEach((row, place) => {
      this.#fill(row, ordered[place]);
      const isShown = row.dataset.channel === shownChannel;
      row.classList.toggle("shown", isShown);
      row.querySelector(".row-link").setAttribute("aria-pressed", String(isShown));
      if (this.list.children[place] !== row)
        this.list.insertBefore(row, this.list.children[place] ?? null);
    });
    if (focused !== document.activeElement) focused?.focus({ preventScroll: true });
    this.tick();
    this.#place(rows);
    this.placing.slide(before);
  }

  tick() {
    for (const stream of this.streams) {
      const row = this.elements.get(stream.channel);
      const age = this.age(stream);
      setText(row.querySelector(".age"), standingWords(stream, age, this));
      row.querySelector(".alive").title = endsWords(stream, age);
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
      this.#begin(row);
    }
    return row;
  }

  // With scripts a click shows the stream here: a button, whose address opens it elsewhere.
  #begin(row) {
    const link = row.querySelector(".row-link");
    link.setAttribute("role", "button");
    link.addEventListener("keydown", (event) => {
      if (event.key !== " ") return;
      event.preventDefault();
      link.click();
    });
    const about = document.createElement("a");
    about.className = "about";
    about.textContent = "i";
    link.after(about);
    this.previews?.watch(row);
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
    const platform = platformWords(stream) || "its platform";
    row.querySelector(".viewers").title = `viewers on ${platform}`;
    setText(row.querySelector(".language"), languageWords(stream));
    setText(row.querySelector(".kills"), count(stream.kills));
    setText(row.querySelector(".alive"), count(stream.alive));
    row
      .querySelector(".sparkline path")
      .setAttribute("d", sparklinePath(this.histories.of(stream.channel)));
    const about = row.querySelector(".about");
    about.href = channelPage(stream);
    about.title = `Matches of ${stream.name}`;
    about.setAttribute("aria-label", about.title);
    row.querySelector(".hide").setAttribute("aria-label", `Hide ${stream.name}`);
    this.#star(row.querySelector(".star"), stream);
    row.classList.toggle("idle", stream.rank === null);
    row.classList.toggle("final", isFinal(stream, this.rules));
  }

  #star(button, { channel, name }) {
    const isStarred = this.isStarred(channel);
    button.setAttribute("aria-label", `Favorite ${name}`);
    button.setAttribute("aria-pressed", String(isStarred));
    setText(button, isStarred ? "★" : "☆");
  }

  // All rows of a list are as high as its first.
  #place(rows) {
    const height = rows[0]?.offsetHeight;
    if (height) {
      this.gap = parseFloat(getComputedStyle(this.list).rowGap) || 0;
      this.pitch = height + this.gap;
    }
    this.placing.put(
      this.#tops(rows),
      Math.max(0, rows.length * (this.pitch ?? 0) - (this.gap ?? 0)),
    );
  }

  #tops(rows) {
    return new Map(rows.map((row, place) => [row, place * (this.pitch ?? 0)]));
  }
}

export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
