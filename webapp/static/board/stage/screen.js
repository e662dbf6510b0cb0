// How does one picture go from one stream to the next without a gap?

import { setText } from "../list/rows.js";
import { count, homeWords, linkOf, platformWords } from "../words.js";
import { Card } from "./card.js";
import { embedOf } from "./players/platform.js";
import { embeddedPlayer, playerFor } from "./players/players.js";

const FADE_MILLISECONDS = 400;
const TUNING = "Tuning in…";

// At every moment there is at most one player that shows (`current`), and one that loads behind it (`coming`) or fades away
// (`leaving`).
export class Screen {
  // `onLost(channel, fault)`: a stream does not play, or no more. `onPlays(channel)`: it does, or is ready to.
  // `refusal(screen)`: null, or why the platform's own player may not start there: {words, button}.
  constructor(element, { onLost, onPlays, refusal }) {
    Object.assign(this, { element, onLost, onPlays, refusal });
    Object.assign(this, { channel: null, stream: null });
    Object.assign(this, { current: null, coming: null, leaving: null });
    // "empty", "loading", "plays", "failed"; "still": waits for the line; "refused": the platform's player may not start here.
    this.state = "empty";
    // It loads where nobody sees it; the stage shows it once it plays.
    this.isHidden = false;
    this.sound = { muted: true, volume: 1 };
    this.players = element.querySelector(".players");
    this.note = element.querySelector(".note");
    this.card = new Card(element.querySelector(".card"));
  }

  get plays() {
    return this.state === "plays";
  }

  get waits() {
    return this.state === "failed" || this.state === "still";
  }

  // When the picture that shows was broadcast, in epoch milliseconds; null where nobody knows.
  get pictureAt() {
    return this.plays ? this.current.pictureAt() : null;
  }

  // Loads the stream behind the one that plays and shows it once it does. `atOnce` leaves what plays now without waiting;
  // without `mayLoad` it is shown as a still picture. `isPoor`: on this line nothing comes through.
  show(stream, { atOnce, mayLoad, isPoor }) {
    this.stream = stream;
    this.isPoor = isPoor;
    this.#label();
    if (stream.channel !== this.channel) this.#begin(atOnce, mayLoad);
    else if (mayLoad && ["still", "refused"].includes(this.state)) this.#load(false);
    else if (this.waits) this.#sayNoVideo();
  }

  // Its place is another's now: it stops, and waits for the viewer.
  rest() {
    if (!this.current?.tune) return;
    this.#clear();
    this.state = "refused";
  }

  // Once more, behind what is said meanwhile.
  retry() {
    this.#load(false);
  }

  // Starts to load a stream that will be shown soon, unseen and unheard. A platform's player must be seen from the start.
  preload(stream) {
    if (this.coming?.channel === stream.channel || this.#isUp(stream)) return;
    this.forgetPreloaded();
    if (embedOf(stream)) return;
    this.#endLeaving();
    const player = playerFor(stream, {
      sound: { ...this.sound, muted: true },
      isPoor: this.isPoor,
      onLost: (fault) => this.#lost(player, fault),
    });
    if (!player) return;
    this.coming = player;
    this.players.append(player.element);
    player.ready.then(
      () => this.#ready(player),
      (fault) => this.#lost(player, fault),
    );
  }

  forgetPreloaded() {
    this.coming?.end();
    this.coming = null;
  }

  showNothing(title, words) {
    this.#clear();
    Object.assign(this, { channel: null, stream: null, state: "empty" });
    this.card.show(title, words);
  }

  setSound(sound) {
    this.sound = sound;
    this.current?.setSound(sound);
  }

  end() {
    this.#clear();
    this.card.hide();
    this.element.remove();
  }

  #label() {
    setText(this.element.querySelector(".label-name"), this.stream.name);
    setText(this.element.querySelector(".label-alive"), `${count(this.stream.alive)} alive`);
  }

  #begin(atOnce, mayLoad) {
    this.channel = this.stream.channel;
    this.#say("");
    const isReady = this.coming?.channel === this.channel && this.coming.isReady;
    if (mayLoad || isReady || this.#isUp(this.stream)) {
      this.#load(atOnce);
      return;
    }
    this.#clear();
    this.state = "still";
    this.#sayNoVideo();
  }

  #load(atOnce) {
    const { stream } = this;
    if (this.#isUp(stream)) {
      this.forgetPreloaded();
      this.#playing();
    } else if (embedOf(stream)) this.#loadEmbed();
    else this.#loadVideo(atOnce);
  }

  #loadVideo(atOnce) {
    const { stream } = this;
    const isRetry = this.waits;
    this.state = "loading";
    if (atOnce) this.#dropCurrent();
    this.preload(stream);
    if (!this.coming) {
      this.#clear();
      this.card.show(stream.name, "Plays on its own page only.", { link: this.#link() });
    } else if (this.coming.isReady) this.#swapTo(this.coming);
    else if (!this.current && !isRetry) this.card.show(stream.name, TUNING);
  }

  async #loadEmbed() {
    const { stream } = this;
    this.forgetPreloaded();
    if (this.current?.platform !== stream.platform) this.#dropCurrent();
    const refusal = this.refusal(this);
    if (refusal) {
      this.#clear();
      this.state = "refused";
      const { words, button } = refusal;
      this.card.show(stream.name, words, { channel: stream.channel, button });
      return;
    }
    this.state = "loading";
    if (!this.current) {
      this.card.show(stream.name, TUNING);
      const player = await embeddedPlayer(stream.platform, this.sound).catch(() => null);
      if (this.state !== "loading" || this.channel !== stream.channel || this.current) return;
      if (!player) return this.#failed(new Error("module"));
      this.current = player;
      this.players.append(player.element);
    }
    this.card.hide();
    this.#tune(this.current);
  }

  #tune(player) {
    const { channel } = this;
    const name = platformWords(this.stream);
    player.tune(this.stream, {
      onPlays: () => {
        if (this.current === player && this.channel === channel) this.#playing();
      },
      onBlocked: () => this.#say(`Press play in ${name}’s player.`),
      onLost: (fault) => player.channel === channel && this.#lost(player, fault),
    });
  }

  #isUp(stream) {
    return this.current?.channel === stream.channel && this.current.plays !== false;
  }

  #ready(player) {
    if (this.coming !== player) return;
    player.isReady = true;
    if (player.channel === this.channel) this.#swapTo(player);
    else this.onPlays(player.channel);
  }

  #swapTo(player) {
    const old = this.current;
    this.current = player;
    this.coming = null;
    player.setSound(this.sound);
    player.element.classList.add("shown");
    this.#playing();
    this.#endLeaving();
    if (!old) return;
    old.setSound({ ...this.sound, muted: true });
    if (old.tune) {
      old.end();
      return;
    }
    old.element.classList.replace("shown", "leaving");
    this.leaving = old;
    this.fade = setTimeout(() => this.#endLeaving(), FADE_MILLISECONDS);
  }

  #endLeaving() {
    clearTimeout(this.fade);
    this.leaving?.end();
    this.leaving = null;
  }

  #playing() {
    this.state = "plays";
    this.#say("");
    this.card.hide();
    this.onPlays(this.channel);
  }

  #lost(player, fault) {
    if (player !== this.current && player !== this.coming) return;
    if (fault.name === "NotAllowedError") {
      if (player.channel === this.channel) this.#askForClick(player);
      return;
    }
    if (player === this.coming) this.forgetPreloaded();
    else if (!player.tune) this.#dropCurrent();
    if (player.channel === this.channel) this.#failed(fault);
    else this.onLost(player.channel, fault);
  }

  // What played before may go on until it is clear what comes next.
  #failed(fault) {
    const { channel } = this;
    this.state = "failed";
    this.onLost(channel, fault);
    if (this.state !== "failed" || this.channel !== channel) return;
    this.#dropCurrent();
    this.#sayNoVideo();
  }

  #sayNoVideo() {
    const { stream } = this;
    let words = "This stream’s video is not coming through. Retrying…";
    if (this.state === "still") words = "The last streams did not play. Trying this one shortly…";
    if (this.isPoor) words = "Video is not coming through on this connection. Retrying…";
    this.card.show(stream.name, words, { channel: stream.channel, link: this.#link() });
  }

  #link() {
    return { href: linkOf(this.stream), words: homeWords(this.stream) };
  }

  #askForClick(player) {
    const play = async () => {
      await player.play().catch(() => {});
      if (this.coming === player) this.#swapTo(player);
    };
    this.card.show(this.stream.name, "Your browser blocks autoplay.", { button: ["Play", play] });
  }

  #say(words) {
    setText(this.note, words);
    this.note.hidden = !words;
  }

  #clear() {
    this.forgetPreloaded();
    this.#endLeaving();
    this.#dropCurrent();
    this.#say("");
  }

  #dropCurrent() {
    this.current?.end();
    this.current = null;
  }
}
