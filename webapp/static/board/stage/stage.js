// Which pictures are up, which of them is the large one, and which is heard?

import { platformWords } from "../words.js";
import { embedOf, isPhone } from "./players/platform.js";
import { Screen } from "./screen.js";

// Two of the platforms' players side by side, in CSS pixels.
const TWO_WIDE = 2 * 400 + 6;

export class Stage {
  // `onLost(channel, fault)` and `onPlays(channel)` as in `Screen`. `onSwap(channel)`: the viewer clicked on a small one.
  constructor({ stage, template, settings, onLost, onPlays, onSwap }) {
    Object.assign(this, { stage, template, settings, onSwap, muted: true, shownAt: 0 });
    this.heard = { onLost, onPlays, refusal: (screen) => this.#refusal(screen) };
    this.screens = [new Screen(stage.querySelector(".screen"), this.heard)];
    this.main = this.screens[0];
    // A viewer's tap has started Twitch's player here: it may keep playing without another.
    this.isTapped = false;
    // Screens whose stream is on a platform that allows one player only, and another screen has it.
    this.crowded = new Set();
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

  // Those of `streams` there is room for: the platforms' players need some of their own, and nobody taps on each in time.
  withRoom(streams) {
    const isTight = this.stage.clientWidth < TWO_WIDE || isPhone();
    if (isTight && streams.some(embedOf)) return streams.slice(0, 1);
    return streams.filter((each, place) => !isCrowded(each, streams.slice(0, place)));
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
      screen.isHidden = isSplit && screen !== this.main && !screen.current && !embedOf(stream);
    this.#arrange(new Map(places));
    this.stage.toggleAttribute("data-split", isSplit && this.shownCount > 1);
    this.#crowd(places);
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

  // Before anything starts: what plays in the place of another stops.
  #crowd(places) {
    const before = [];
    this.crowded.clear();
    for (const [screen, stream] of places) {
      if (isCrowded(stream, before)) this.crowded.add(screen);
      before.push(stream);
    }
    this.crowded.forEach((screen) => screen.rest());
  }

  // Before anything loads: the platforms' players look at their size when they start. Nothing of ours lies over them.
  #arrange(streams) {
    this.stage.dataset.screens = this.shownCount;
    this.stage.classList.toggle("has-embed", [...streams.values()].some(embedOf));
    for (const screen of this.screens) {
      const isMain = screen === this.main;
      screen.element.classList.toggle("main", isMain);
      screen.element.classList.toggle("waiting", screen.isHidden);
      screen.element.inert = screen.isHidden;
      screen.element.querySelector(".swap").hidden = isMain;
    }
  }

  #refusal(screen) {
    const { width, height, needsTap } = embedOf(screen.stream);
    const isMain = screen === this.main;
    const start = () => {
      this.isTapped = true;
      if (isMain) screen.retry();
      else this.onSwap(screen.channel);
    };
    if (!document.body.dataset[screen.stream.platform])
      return {
        words: `${platformWords(screen.stream)}’s player is not available here.`,
        button: null,
      };
    const box = screen.players.getBoundingClientRect();
    if (document.hidden || document.querySelector("dialog[open]") || !isSeen(box))
      return { words: "Waiting for you to come back…", button: null };
    if (this.crowded.has(screen)) return { words: "", button: ["Play here", start] };
    if (isMain && this.isTapped) return null;
    if (needsTap && isPhone()) return { words: "", button: ["Tap to play", start] };
    const fits = box.width >= width && box.height >= height;
    return fits ? null : { words: "", button: ["Play here", start] };
  }

  #setSound() {
    const { volume } = this.settings.values;
    for (const screen of this.screens)
      screen.setSound({ muted: this.muted || screen !== this.main, volume });
    this.volume.value = String(volume);
    this.volume.hidden = embedOf(this.main.stream)?.hasNoVolume === true;
    this.soundButton.textContent = this.muted ? "Click for sound" : "Mute";
    this.soundButton.classList.toggle("on", !this.muted);
    document.getElementById("sound-part").hidden = !this.channel;
  }
}

// Whether its platform allows one player, and one of those `before` it has that.
function isCrowded(stream, before) {
  return (
    embedOf(stream)?.isAlone === true && before.some((each) => each.platform === stream.platform)
  );
}

// More than half of it.
function isSeen({ top, bottom, height }) {
  return Math.min(bottom, innerHeight) - Math.max(top, 0) > height / 2;
}
