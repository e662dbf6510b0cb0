// How does Kick's own player show its streams? https://help.kick.com/en/articles/7066931-how-to-embed-your-kick-livestream
//
// It is a frame and nothing else: whom it plays, and whether it is muted, stands in its address, and it tells nothing.

import { givenOf } from "./platform.js";

const LIMIT_SECONDS = 15;

// `origin`: where Kick's player comes from.
export class EmbeddedPlayer {
  platform = "kick";

  constructor(origin, sound) {
    Object.assign(this, { origin, sound, channel: null, plays: false });
    this.element = document.createElement("div");
    this.element.className = "player embed shown";
  }

  // Plays `stream` in place of the one before. Kick's player says neither that it plays nor that it does not.
  tune(stream, { onPlays, onLost }) {
    this.channel = stream.channel;
    this.plays = false;
    Object.assign(this, { slug: givenOf(stream), onPlays, onLost });
    this.#load();
  }

  // Another sound is another address. Without a click on the page first no browser plays with sound.
  setSound(sound) {
    this.sound = sound;
    if (this.frame && this.#muted !== this.isMuted) this.#load();
  }

  // Nobody knows; it is about as far behind as the board.
  pictureAt() {
    return null;
  }

  end() {
    clearTimeout(this.limit);
    this.channel = null;
    this.element.remove();
  }

  get #muted() {
    return this.sound.muted || !navigator.userActivation?.hasBeenActive;
  }

  // In a new frame: another address in the same one would be a step in the browser's history.
  #load() {
    clearTimeout(this.limit);
    this.isMuted = this.#muted;
    const frame = document.createElement("iframe");
    const asked = new URLSearchParams({ autoplay: true, muted: this.isMuted });
    Object.assign(frame, { title: `${this.slug} on Kick`, allow: "autoplay; fullscreen" });
    frame.src = `${this.origin}/${encodeURIComponent(this.slug)}?${asked}`;
    frame.addEventListener("load", () => this.frame === frame && this.#loaded());
    this.frame = frame;
    this.element.replaceChildren(frame);
    this.limit = setTimeout(() => this.#lose(), LIMIT_SECONDS * 1000);
  }

  #loaded() {
    clearTimeout(this.limit);
    if (this.plays) return;
    this.plays = true;
    this.onPlays();
  }

  #lose() {
    this.plays = false;
    this.onLost(new Error("slow"));
  }
}
