// What is said where no video plays?

import { setText } from "../list/rows.js";

const PICTURE_MILLISECONDS = 10000;

export class Card {
  constructor(element) {
    const find = (name) => element.querySelector(`.card-${name}`);
    Object.assign(this, { element, title: find("title"), words: find("words") });
    Object.assign(this, { picture: find("picture"), button: find("button"), channel: null });
    this.button.addEventListener("click", () => this.onClick());
    this.picture.addEventListener("load", () => (this.picture.hidden = false));
    this.picture.addEventListener("error", () => (this.picture.hidden = true));
  }

  // `channel`: whose newest picture lies behind the words. `link`: where the stream can be watched otherwise, {href, words}.
  // `button`: [its words, what it does].
  show(title, words, { channel = null, link = null, button = null } = {}) {
    setText(this.title, title);
    this.words.replaceChildren(words, ...(link ? [" ", anchor(link)] : []));
    this.button.hidden = !button;
    if (button) {
      setText(this.button, button[0]);
      this.onClick = button[1];
    }
    this.element.hidden = false;
    this.#showPicture(channel);
  }

  hide() {
    this.element.hidden = true;
    this.#showPicture(null);
  }

  #showPicture(channel) {
    if (channel === this.channel) return;
    this.channel = channel;
    clearInterval(this.renewal);
    this.picture.hidden = true;
    this.picture.removeAttribute("src");
    if (!channel) return;
    const renew = () => {
      const at = Math.floor(Date.now() / PICTURE_MILLISECONDS);
      this.picture.src = `/preview/${encodeURIComponent(channel)}.jpg?at=${at}`;
    };
    renew();
    this.renewal = setInterval(renew, PICTURE_MILLISECONDS);
  }
}

function anchor({ href, words }) {
  const element = document.createElement("a");
  return Object.assign(element, { href, textContent: words, rel: "noreferrer", target: "_blank" });
}
