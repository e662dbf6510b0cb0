// Which pictures are up, which of them is the large one, and which is heard?

import { isPhone, isTwitch } from "./platform.js";
import { Screen } from "./screen.js";

// Of Twitch's player, in CSS pixels; smaller ones do not start. https://dev.twitch.tv/docs/embed/video-and-clips/
const TWITCH_WIDTH = 400;
const TWITCH_HEIGHT = 300;
const GAP = 6;

export class Stage {
  // `onLost(channel, fault)` and `onPlays(channel)` as in `Screen`. `onSwap(channel)`: the viewer clicked on a small one.
  constructor({ stage, template, settings, onLost, onPlays, onSwap }) {
    Object.assign(this, { stage, template, settings, onSwap, muted: true, shownAt: 0 });
    this.heard = { onLost, onPlays, mayTwitch: (screen) => this.#twitchRefusal(screen) };
    this.screens = [new Screen(stage.querySelector(".screen"), this.heard)];
    this.main = this.screens[0];
    // A viewer's tap has started Twitch's player here: it may keep playing without another.
    this.isTapped = false;
    stage.addEventListener("click", (event) => this.#swapWith(event.target.closest(".swap")));
    this.soundButton = document.getElementById("sound");
    this.volume = document.getElementById("volume");
    this.soundButton.addEventListener("click", () => this.setMuted(!this.muted));
    this.volume.addEventListener("input", () => this.setVolume(Number(this.volume.value)));
  }

  get channel() {
    return this.main.channel;
  }

  // The large one first.
  get channels() {
    const others = this.screens.filter((screen) => screen !== this.main);
    return [this.main, ...others].map((screen) => screen.channel).filter(Boolean);
  }

  get shownCount() {
    return this.screens.filter((screen) => !screen.isHidden).length;
  }

  // Whether the page shows several by itself.
  get isSplit() {
    return this.stage.hasAttribute("data-split");
  }

  get secondsShown() {
    return (performance.now() - this.shownAt) / 1000;
  }

  // How many of `streams` there is room for: Twitch's players need some of their own, and nobody taps on each in time.
  roomFor(streams) {
    const tight = this.stage.clientWidth < 2 * TWITCH_WIDTH + GAP || isPhone();
    const alone = streams.findIndex(isTwitch) >= 0 && tight;
    return alone ? 1 : streams.length;
  }

  // The streams to be up, the large one first. A stream that is up already keeps its place, only its size changes.
  // `atOnce`, `isPoor` as in `Screen`; `mayLoad(channel)`: whether one that does not play yet may load. `isSplit`: the
  // page added the others by itself; none of them is seen before it plays.
  show(streams, { atOnce, mayLoad, isPoor, isSplit = false }) {
    const wanted = new Map(streams.map((stream) => [stream.channel, stream]));
    const before = this.channel;
    this.#makeRoom(wanted);
    const free = this.screens.filter((screen) => !wanted.has(screen.channel));
    // The large picture hands over to the new large one: what comes next there loads behind it.
    free.sort((one, other) => (other === this.main) - (one === this.main));
    const places = streams.map((stream) => [
      this.screens.find((each) => each.channel === stream.channel) ?? free.shift(),
      stream,
    ]);
    this.main = places[0][0];
    for (const [screen, stream] of places)
      screen.isHidden = isSplit && screen !== this.main && !screen.current && !isTwitch(stream);
    this.#arrange(new Map(places));
    this.stage.toggleAttribute("data-split", isSplit && this.shownCount > 1);
    for (const [screen, stream] of places) {
      const isNow = atOnce && screen === this.main;
      screen.show(stream, { atOnce: isNow, mayLoad: mayLoad(stream.channel), isPoor });
    }
    if (before !== this.channel) this.shownAt = performance.now();
    this.#setSound();
  }

  showNothing(title, words) {
    this.#makeRoom(new Map());
    this.#arrange(new Map());
    this.stage.removeAttribute("data-split");
    this.main.showNothing(title, words);
    this.#setSound();
  }

  // Whether this stream is on one of the screens.
  isUp(channel) {
    return this.screens.some((screen) => screen.channel === channel);
  }

  preload(stream) {
    if (!this.isUp(stream.channel)) this.main.preload(stream);
  }

  forgetPreloaded() {
    this.main.forgetPreloaded();
  }

  // Tries a stream that did not play: where it is up, else behind the large picture.
  retry(stream) {
    const screen = this.screens.find((each) => each.channel === stream.channel);
    if (screen) screen.retry();
    else this.preload(stream);
  }

  setMuted(muted) {
    this.muted = muted;
    this.#setSound();
  }

  setVolume(volume) {
    this.settings.change({ volume: Math.min(1, Math.max(0, volume)) });
    this.setMuted(this.settings.values.volume === 0);
  }

  #swapWith(button) {
    const screen = button && this.screens.find((each) => each.element.contains(button));
    if (screen?.channel && screen !== this.main) this.onSwap(screen.channel);
  }

  // A screen for each, and one at least; those whose stream is wanted stay, of the others the large one first.
  #makeRoom(wanted) {
    const spare = this.screens.filter((screen) => !wanted.has(screen.channel));
    spare.sort((one, other) => (other === this.main) - (one === this.main));
    const count = Math.max(1, wanted.size);
    for (const screen of spare.slice(Math.max(0, count - this.screens.length + spare.length))) {
      screen.end();
      this.screens.splice(this.screens.indexOf(screen), 1);
    }
    while (this.screens.length < count) {
      const element = this.template.content.firstElementChild.cloneNode(true);
      this.stage.insertBefore(element, this.stage.querySelector(".strip"));
      this.screens.push(new Screen(element, this.heard));
    }
  }

  // Before anything loads: Twitch's player looks at its size when it starts. Nothing of ours lies over it.
  #arrange(streams) {
    this.stage.dataset.screens = this.shownCount;
    this.stage.classList.toggle("has-twitch", [...streams.values()].some(isTwitch));
    for (const screen of this.screens) {
      const isMain = screen === this.main;
      screen.element.classList.toggle("main", isMain);
      screen.element.classList.toggle("waiting", screen.isHidden);
      screen.element.inert = screen.isHidden;
      screen.element.querySelector(".swap").hidden = isMain;
    }
  }

  #twitchRefusal(screen) {
    const isMain = screen === this.main;
    const start = () => {
      this.isTapped = true;
      if (isMain) screen.retry();
      else this.onSwap(screen.channel);
    };
    if (!document.body.dataset.twitch)
      return { words: "Twitch’s player is not available here.", button: null };
    if (document.hidden || document.querySelector("dialog[open]"))
      return { words: "Waiting for you to come back…", button: null };
    if (isMain && this.isTapped) return null;
    if (isPhone()) return { words: "", button: ["Tap to play", start] };
    const { width, height } = screen.players.getBoundingClientRect();
    const fits = width >= TWITCH_WIDTH && height >= TWITCH_HEIGHT;
    return fits ? null : { words: "", button: ["Play here", start] };
  }

  #setSound() {
    const { volume } = this.settings.values;
    for (const screen of this.screens)
      screen.setSound({ muted: this.muted || screen !== this.main, volume });
    this.volume.value = String(volume);
    this.soundButton.textContent = this.muted ? "Click for sound" : "Mute";
    this.soundButton.classList.toggle("on", !this.muted);
    document.getElementById("sound-part").hidden = !this.channel;
  }
}
