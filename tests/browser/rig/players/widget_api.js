// As the script that https://www.youtube.com/iframe_api loads: YT.Player around a frame that its page has written.
(() => {
  const EVENTS = ["onReady", "onStateChange", "onError", "onAutoplayBlocked"];

  class Player {
    #frame;

    constructor(frame, { events }) {
      this.#frame = frame;
      addEventListener("message", ({ source, data }) => {
        if (source !== frame.contentWindow || !EVENTS.includes(data.event)) return;
        if (data.event === "onReady") this.#begin();
        events[data.event]?.({ target: this, data: data.value });
      });
    }
    destroy() {
      this.#frame.remove();
    }
    getIframe() {
      return this.#frame;
    }
    // Its functions are there once it is ready, and not before.
    #begin() {
      const tell = (message) => this.#frame.contentWindow?.postMessage(message, "*");
      Object.assign(this, {
        playVideo: () => tell({ play: true }),
        loadVideoById: (video) => tell({ video, play: true }),
        mute: () => tell({ muted: true }),
        unMute: () => tell({ muted: false }),
        setVolume: (volume) => tell({ volume }),
      });
    }
  }
  const PlayerState = { UNSTARTED: -1, ENDED: 0, PLAYING: 1, PAUSED: 2, BUFFERING: 3, CUED: 5 };
  Object.assign(window.YT, { Player, PlayerState, loaded: 1 });
  window.onYouTubeIframeAPIReady?.();
})();
