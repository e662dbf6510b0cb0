// As https://player.twitch.tv/js/embed/v1.js to whoever uses it: the same names, the same events, an iframe of its own.
(() => {
  const origin = new URL(document.currentScript.src).origin;
  const EVENTS = { READY: "ready", ONLINE: "online", PLAYING: "playing", PAUSE: "pause", PLAY: "play", OFFLINE: "offline",
    ENDED: "ended", PLAYBACK_BLOCKED: "playbackBlocked" };

  class Player {
    constructor(element, { width, height, channel, parent, muted = false, autoplay = true }) {
      if (!parent?.includes(location.hostname)) throw new Error("The parent parameter is missing.");
      Object.assign(this, { handlers: {}, muted, volume: 1, channel });
      this.frame = Object.assign(document.createElement("iframe"), { width, height, allow: "autoplay; fullscreen" });
      this.frame.src = `${origin}/?${new URLSearchParams({ channel, muted, autoplay })}`;
      this.frame.title = "Twitch";
      element.append(this.frame);
      addEventListener("message", ({ source, data }) => {
        if (source === this.frame.contentWindow) (this.handlers[data.event] ?? []).forEach((each) => each());
      });
    }
    addEventListener(event, handler) {
      (this.handlers[event] ??= []).push(handler);
    }
    #tell(message) {
      this.frame.contentWindow?.postMessage(message, origin);
    }
    setChannel(channel) {
      this.channel = channel;
      this.#tell({ channel });
    }
    setMuted(muted) {
      this.muted = muted;
      this.#tell({ muted });
    }
    setVolume(volume) {
      this.volume = volume;
      this.#tell({ volume });
    }
    play() {
      this.#tell({ play: true });
    }
    getMuted() {
      return this.muted;
    }
    getVolume() {
      return this.volume;
    }
  }
  Object.assign(Player, EVENTS);
  window.Twitch = { Player };
})();
