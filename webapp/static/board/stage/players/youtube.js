// How does YouTube's own player show its streams? https://developers.google.com/youtube/iframe_api_reference
//
// The frame is written here and not by YouTube's script, so that it says who embeds it whatever the page's policy says:
// without a referrer it answers with error 153. Its functions are there once it is ready.

import { givenOf, isPhone } from "./platform.js";
import { gone } from "./gone.js";
import { loadScript } from "./script.js";

const READY_SECONDS = 15;
// An ad may come first, of which YouTube tells nothing.
const PLAY_SECONDS = 45;
const ENDED = 0;
const PLAYING = 1;
const PAUSED = 2;
// Of the player itself; all other errors are the stream's.
const PLAYER_FAULT = 5;
// Videos whose broadcast has ended: asked once more YouTube would play its recording.
const over = new Set();
let api = null;

// The script loads another, and calls this function when that has come.
async function loadApi(origin) {
  const isReady = new Promise((resolve) => (window.onYouTubeIframeAPIReady = resolve));
  await loadScript(`${origin}/iframe_api`, () => null);
  await isReady;
  return window.YT.Player;
}

// `origin`: where YouTube's player comes from. One frame for one screen: another stream, sound and volume never load it again.
export class EmbeddedPlayer {
  platform = "youtube";

  constructor(origin, sound) {
    Object.assign(this, { origin, sound, told: null, channel: null, plays: false, player: null });
    this.element = document.createElement("div");
    this.element.className = "player embed shown";
  }

  // Plays `stream` in place of the one before.
  async tune(stream, { onPlays, onBlocked, onLost }) {
    this.channel = stream.channel;
    this.plays = false;
    Object.assign(this, { video: givenOf(stream), onPlays, onBlocked, onLost });
    this.#limit(READY_SECONDS);
    try {
      if (over.has(this.video)) throw gone("ended");
      if (this.player) {
        if (this.told) this.#begin();
        return;
      }
      api ??= loadApi(this.origin);
      const Player = await api;
      if (this.channel && this.element.isConnected && !this.player) this.#make(Player);
    } catch (fault) {
      // Not before `tune` has returned.
      await null;
      if (!fault.isGone) api = null;
      if (this.channel === stream.channel) this.#lose(fault);
    }
  }

  // Told only when it changes: the viewer may have turned the sound on in YouTube's own controls.
  setSound(sound) {
    this.sound = sound;
    if (!this.told) return;
    if (sound.muted !== this.told.muted) this.#mute(sound.muted);
    if (sound.volume !== this.told.volume) this.player.setVolume(sound.volume * 100);
    this.told = sound;
  }

  // Its script does not say how far behind the broadcast the picture is.
  pictureAt() {
    return null;
  }

  end() {
    clearTimeout(this.limit);
    this.channel = null;
    this.player?.destroy?.();
    this.element.remove();
  }

  #make(Player) {
    const asked = { enablejsapi: 1, playsinline: 1, rel: 0, origin: location.origin };
    const frame = document.createElement("iframe");
    Object.assign(frame, {
      title: "YouTube",
      allow: "autoplay; encrypted-media; fullscreen; picture-in-picture",
      referrerPolicy: "strict-origin-when-cross-origin",
      src: `${this.origin}/embed/${this.video}?${new URLSearchParams(asked)}`,
    });
    this.element.append(frame);
    this.loaded = this.video;
    this.player = new Player(frame, {
      events: {
        onReady: () => this.#ready(),
        onStateChange: ({ data }) => this.#changed(data),
        onError: ({ data }) => this.#lose(data === PLAYER_FAULT ? new Error("player") : gone(data)),
        onAutoplayBlocked: () => this.#blocked(),
      },
    });
  }

  #ready() {
    if (!this.channel) return;
    this.told = this.sound;
    this.#mute(this.sound.muted);
    this.player.setVolume(this.sound.volume * 100);
    this.#begin();
  }

  #begin() {
    this.#limit(PLAY_SECONDS);
    if (this.loaded === this.video) this.player.playVideo();
    else this.player.loadVideoById(this.video);
    this.loaded = this.video;
  }

  #changed(state) {
    if (!this.channel) return;
    clearTimeout(this.limit);
    if (state === ENDED) this.#ended();
    else if (state === PLAYING) this.#playing();
    else if (state !== PAUSED) this.#limit(PLAY_SECONDS);
  }

  #ended() {
    over.add(this.loaded);
    this.#lose(gone("ended"));
  }

  #playing() {
    if (this.plays) return;
    this.plays = true;
    this.onPlays();
  }

  // Without sound a browser may let it start. If not, the viewer has to.
  #blocked() {
    if (this.plays) return;
    clearTimeout(this.limit);
    if (this.told.muted) {
      this.onBlocked();
      return;
    }
    this.told = { ...this.told, muted: true };
    this.#mute(true);
    this.player.playVideo();
    this.#limit(PLAY_SECONDS);
  }

  #mute(isMuted) {
    if (isMuted) this.player.mute();
    else this.player.unMute();
  }

  // On a phone it may wait for the viewer's tap.
  #limit(seconds) {
    clearTimeout(this.limit);
    const onSlow = () =>
      isPhone() && this.told ? this.onBlocked() : this.#lose(new Error("slow"));
    this.limit = setTimeout(onSlow, seconds * 1000);
  }

  #lose(fault) {
    clearTimeout(this.limit);
    this.plays = false;
    this.onLost(fault);
  }
}
