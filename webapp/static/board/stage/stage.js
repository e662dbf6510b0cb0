// Which pictures are up, which of them is the large one, and which is heard?

import { Screen } from "./screen.js";

export class Stage {
  // `onLost(channel)`: its picture does not come. `onSwap(channel)`: the viewer clicked on a small one.
  constructor({ stage, template, settings, onLost, onSwap }) {
    Object.assign(this, { stage, template, settings, onLost, onSwap, muted: true, shownAt: 0 });
    this.screens = [new Screen(stage.querySelector(".screen"), onLost)];
    this.main = this.screens[0];
    stage.addEventListener("click", (event) => this.#swapWith(event.target.closest(".screen")));
    this.soundButton = document.getElementById("sound");
    this.volume = document.getElementById("volume");
    this.soundButton.addEventListener("click", () => this.setMuted(!this.muted));
    this.volume.addEventListener("input", () => this.setVolume(Number(this.volume.value)));
  }

  get channel() {
    return this.main.channel;
  }

  get secondsShown() {
    return (performance.now() - this.shownAt) / 1000;
  }

  // The streams to be up, the large one first. A stream that is up already stays in its place, only its size changes.
  show(streams, atOnce) {
    const wanted = new Map(streams.map((stream) => [stream.channel, stream]));
    const before = this.channel;
    this.#makeRoom(streams.length);
    const free = this.screens.filter((screen) => !wanted.has(screen.channel));
    // The large picture hands over to the new large one: what is to come there is loaded behind it.
    free.sort((one, other) => (other === this.main) - (one === this.main));
    for (const stream of streams) {
      const screen = this.screens.find((each) => each.channel === stream.channel) ?? free.shift();
      screen.show(stream, atOnce && screen === this.main);
      if (stream === streams[0]) this.main = screen;
    }
    if (before !== this.channel) this.shownAt = performance.now();
    this.#arrange();
  }

  showNothing(title, words) {
    this.#makeRoom(1);
    this.screens[0].showNothing(title, words);
    this.#arrange();
  }

  preload(stream) {
    if (!this.screens.some((screen) => screen.channel === stream.channel))
      this.main.preload(stream);
  }

  forgetPreloaded() {
    this.main.forgetPreloaded();
  }

  setMuted(muted) {
    this.muted = muted;
    this.#arrange();
  }

  setVolume(volume) {
    this.settings.change({ volume: Math.min(1, Math.max(0, volume)) });
    this.setMuted(this.settings.values.volume === 0);
  }

  #swapWith(element) {
    const screen = this.screens.find((each) => each.element === element);
    if (screen && screen !== this.main && screen.channel) this.onSwap(screen.channel);
  }

  #makeRoom(count) {
    while (this.screens.length < Math.max(1, count)) {
      const element = this.template.content.firstElementChild.cloneNode(true);
      this.stage.append(element);
      this.screens.push(new Screen(element, this.onLost));
    }
    for (const screen of this.screens
      .filter((each) => each !== this.main)
      .slice(Math.max(1, count) - 1)) {
      screen.end();
      this.screens.splice(this.screens.indexOf(screen), 1);
    }
  }

  #arrange() {
    const { volume } = this.settings.values;
    this.stage.dataset.screens = this.screens.length;
    for (const screen of this.screens) {
      const isMain = screen === this.main;
      screen.element.classList.toggle("main", isMain);
      screen.setSound({ muted: this.muted || !isMain, volume });
      screen.element.querySelector(".swap").hidden = isMain;
    }
    this.volume.value = String(volume);
    this.soundButton.textContent = this.muted ? "Click for sound" : "Mute";
    this.soundButton.classList.toggle("on", !this.muted);
    document.getElementById("sound-part").hidden = !this.channel;
  }
}
