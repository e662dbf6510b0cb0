// How is a switch said before it happens?

import { setText } from "../list/rows.js";
import { inSentence } from "../words.js";

const SECONDS = 3;

export class Announcement {
  // `onDue(channel)` is called when the time has come.
  constructor(line, news, onDue) {
    Object.assign(this, { line, news, onDue, channel: null });
  }

  // Once for each stream; its numbers may change while it is announced.
  start(stream) {
    const isNew = this.channel !== stream.channel;
    this.stream = stream;
    if (!isNew) return false;
    this.cancel();
    this.channel = stream.channel;
    this.secondsLeft = SECONDS;
    this.said = `Next up: ${inSentence(stream.name)}, ${stream.alive} alive.`;
    setText(this.news, this.said);
    this.#say();
    this.timer = setInterval(() => this.#tick(), 1000);
    return true;
  }

  cancel() {
    clearInterval(this.timer);
    this.channel = null;
    this.line.hidden = true;
    if (this.news.textContent === this.said) setText(this.news, "");
  }

  #tick() {
    this.secondsLeft -= 1;
    if (this.secondsLeft > 0) {
      this.#say();
      return;
    }
    const { channel } = this;
    this.cancel();
    this.onDue(channel);
  }

  #say() {
    setText(
      this.line,
      `Next up: ${inSentence(this.stream.name)}, ${this.stream.alive} alive, in ${this.secondsLeft} s`,
    );
    this.line.hidden = false;
  }
}
