// How does the stage go from one stream to the next without a gap?

import { playerFor } from "./players.js";
import { linkOf } from "./words.js";

const RETRY_MILLISECONDS = 5000;

export class Stage {
  constructor({ players, card, cardTitle, cardWords, sound }, onLost) {
    Object.assign(this, { players, card, cardTitle, cardWords, sound, onLost });
    this.channel = null;
    this.current = null;
    this.muted = true;
    sound.addEventListener("click", () => this.toggleSound());
  }

  // Loads the stream behind the one that plays, and shows it once it does. `atOnce` leaves what plays now without waiting.
  async show(stream, atOnce) {
    if (stream.channel === this.channel) return;
    this.channel = stream.channel;
    clearTimeout(this.retry);
    this.coming?.end();
    if (atOnce) this.#dropCurrent();
    if (!this.current) this.say(stream.name, "Tuning in …");
    const player = playerFor(stream, this.muted, () => this.#lost(stream, player));
    this.coming = player;
    if (!player) {
      this.#dropCurrent();
      this.say(stream.name, "Plays on its own page only.", linkOf(stream));
      return;
    }
    this.players.append(player.element);
    try {
      await player.ready;
    } catch {
      this.#failed(stream, player);
      return;
    }
    if (this.coming === player) this.#swapTo(player);
    else player.end();
  }

  showNothing(title, words) {
    clearTimeout(this.retry);
    this.coming?.end();
    this.coming = null;
    this.channel = null;
    this.#dropCurrent();
    this.say(title, words);
  }

  say(title, words, link = null) {
    this.cardTitle.textContent = title;
    this.cardWords.textContent = link ? "" : words;
    if (link) {
      const anchor = document.createElement("a");
      Object.assign(anchor, { href: link, textContent: words, rel: "noreferrer", target: "_blank" });
      this.cardWords.append(anchor);
    }
    this.card.hidden = false;
    this.sound.hidden = true;
  }

  async toggleSound() {
    this.muted = !this.muted;
    try {
      await this.current?.setMuted(this.muted);
    } catch {
      this.muted = true;
      await this.current?.setMuted(true);
    }
    this.#labelSound();
  }

  #swapTo(player) {
    const old = this.current;
    this.current = player;
    this.coming = null;
    player.element.classList.add("shown");
    this.card.hidden = true;
    this.#labelSound();
    if (old) setTimeout(() => old.end(), 400);
  }

  #labelSound() {
    this.sound.hidden = !this.current;
    this.sound.textContent = this.muted ? "Click for sound" : "Mute";
    this.sound.classList.toggle("on", !this.muted);
  }

  #dropCurrent() {
    this.current?.end();
    this.current = null;
  }

  #lost(stream, player) {
    if (this.current !== player) return;
    this.#dropCurrent();
    this.#failed(stream, null);
  }

  #failed(stream, player) {
    player?.end();
    if (this.channel !== stream.channel) return;
    this.coming = null;
    this.#dropCurrent();
    this.say(stream.name, "The picture does not come through. Trying again …");
    this.retry = setTimeout(() => {
      this.channel = null;
      this.onLost();
    }, RETRY_MILLISECONDS);
  }
}
