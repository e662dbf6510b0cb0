// What was just said on the line below the stage, and is it still true?

import { setText } from "../list/rows.js";

const MAX_SECONDS = 12;

export class News {
  // `facts()` is all that sentences are about, as text: once it changes, what was said before may no longer be true.
  constructor(line, facts) {
    Object.assign(this, { line, facts, said: "", saidAt: 0, when: "" });
  }

  // Before what it announces is done; the facts are those right after.
  say(words) {
    setText(this.line, words);
    queueMicrotask(() => this.#note(words));
  }

  // Called a few times a second.
  tick() {
    const words = this.line.textContent;
    if (!words) return;
    const age = performance.now() / 1000 - this.saidAt;
    if (words !== this.said) this.#note(words);
    else if (age > MAX_SECONDS || this.when !== this.facts()) this.#clear();
  }

  #note(words) {
    Object.assign(this, { said: words, saidAt: performance.now() / 1000, when: this.facts() });
  }

  #clear() {
    setText(this.line, "");
    this.said = "";
  }
}
