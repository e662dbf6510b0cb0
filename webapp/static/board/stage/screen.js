// How does one picture go from one stream to the next without a gap?

import { playerFor } from "./players.js";
import { setText } from "../list/rows.js";
import { count, linkOf } from "../words.js";

const RETRY_MILLISECONDS = 5000;
const FADE_MILLISECONDS = 400;

export class Screen {
  // `onLost(channel)` is told of a stream whose picture does not come, or comes no more.
  constructor(element, onLost) {
    Object.assign(this, {
      element,
      onLost,
      channel: null,
      current: null,
      coming: null,
      stream: null,
    });
    this.sound = { muted: true, volume: 1 };
    this.players = element.querySelector(".players");
    this.card = element.querySelector(".card");
  }

  get plays() {
    return this.current !== null;
  }

  // When the picture that shows was broadcast, in epoch milliseconds; null where nobody knows.
  get pictureAt() {
    return this.current?.pictureAt() ?? null;
  }

  // Loads the stream behind the one that plays, and shows it once it does. `atOnce` leaves what plays now without waiting.
  async show(stream, atOnce) {
    this.stream = stream;
    setText(this.element.querySelector(".label-name"), stream.name);
    setText(this.element.querySelector(".label-alive"), `${count(stream.alive)} alive`);
    if (stream.channel === this.channel) return;
    this.channel = stream.channel;
    clearTimeout(this.retry);
    if (atOnce) this.#dropCurrent();
    if (!this.current) this.say(stream.name, "Tuning in …");
    if (this.coming?.channel !== stream.channel) this.preload(stream);
    const player = this.coming;
    if (!player) {
      this.#dropCurrent();
      this.say(stream.name, "Plays on its own page only.", linkOf(stream));
      return;
    }
    try {
      await player.ready;
    } catch (fault) {
      this.#failed(stream, player, fault);
      return;
    }
    if (this.coming === player && this.channel === stream.channel) this.#swapTo(player);
  }

  // Starts to load a stream that will be shown soon, unseen and unheard.
  preload(stream) {
    if (this.coming?.channel === stream.channel || stream.channel === this.current?.channel) return;
    this.coming?.end();
    const player = playerFor(stream, { ...this.sound, muted: true }, () => this.#lost(player));
    if (player) {
      player.channel = stream.channel;
      player.ready.catch(() => {});
      this.players.append(player.element);
    }
    this.coming = player;
  }

  forgetPreloaded() {
    this.coming?.end();
    this.coming = null;
  }

  showNothing(title, words) {
    clearTimeout(this.retry);
    this.forgetPreloaded();
    Object.assign(this, { channel: null, stream: null });
    this.#dropCurrent();
    this.say(title, words);
  }

  say(title, words, link = null) {
    const line = this.card.querySelector(".card-words");
    setText(this.card.querySelector(".card-title"), title);
    line.textContent = link ? "" : words;
    if (link) {
      const anchor = document.createElement("a");
      Object.assign(anchor, {
        href: link,
        textContent: words,
        rel: "noreferrer",
        target: "_blank",
      });
      line.append(anchor);
    }
    this.card.hidden = false;
  }

  setSound(sound) {
    this.sound = sound;
    this.current?.setSound(sound);
  }

  end() {
    this.showNothing("", "");
    this.element.remove();
  }

  #swapTo(player) {
    const old = this.current;
    this.current = player;
    this.coming = null;
    player.setSound(this.sound);
    player.element.classList.add("shown");
    this.card.hidden = true;
    if (!old) return;
    old.element.classList.replace("shown", "leaving");
    old.setSound({ ...this.sound, muted: true });
    setTimeout(() => old.end(), FADE_MILLISECONDS);
  }

  #dropCurrent() {
    this.current?.end();
    this.current = null;
  }

  #lost(player) {
    if (this.current !== player) return;
    this.#dropCurrent();
    this.#failed(this.stream, null);
  }

  #failed(stream, player, fault = null) {
    if (player && this.coming !== player) return;
    if (fault?.name === "NotAllowedError") {
      this.#askForClick(stream, player);
      return;
    }
    player?.end();
    this.coming = null;
    if (!stream || this.channel !== stream.channel) return;
    this.#dropCurrent();
    this.say(stream.name, "The picture does not come through. Trying again …");
    this.retry = setTimeout(() => {
      if (this.channel !== stream.channel) return;
      this.channel = null;
      this.show(this.stream, true);
    }, RETRY_MILLISECONDS);
    this.onLost(stream.channel);
  }

  #askForClick(stream, player) {
    this.say(stream.name, "Your browser waits for a click before it plays anything.");
    const play = async () => {
      await player.play().catch(() => {});
      if (this.coming === player) this.#swapTo(player);
    };
    this.card.addEventListener("click", play, { once: true });
  }
}
