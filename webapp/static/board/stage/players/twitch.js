// How does Twitch's own player show its streams? https://dev.twitch.tv/docs/embed/video-and-clips/ (interactive frames)
//
// It autoplays only when visible, uncovered and at least 400x300, and never on phones. Of its events PLAYING alone
// says that it plays: READY and ONLINE come although it was refused (https://github.com/twitchdev/issues/issues/1127).

import { givenOf, isPhone } from "./platform.js";
import { gone } from "./gone.js";
import { loadScript } from "./script.js";

const LIMIT_SECONDS = 15;

// One frame for one screen: another stream, sound and volume never load it again.
// `origin`: where Twitch's player comes from.
export class EmbeddedPlayer {
  platform = "twitch";

  constructor(origin, sound) {
    Object.assign(this, { origin, sound, told: sound, channel: null, plays: false, player: null });
    this.element = document.createElement("div");
    this.element.className = "player embed shown";
  }

  // Plays `stream` in place of the one before.
  async tune(stream, { onPlays, onBlocked, onLost }) {
    this.channel = stream.channel;
    this.plays = false;
    Object.assign(this, { onPlays, onBlocked, onLost });
    this.#limit();
    try {
      const Player = await loadScript(`${this.origin}/js/embed/v1.js`, () => window.Twitch.Player);
      if (this.channel === stream.channel && this.element.isConnected)
        this.#play(Player, givenOf(stream));
    } catch (fault) {
      if (this.channel === stream.channel) this.#lose(fault);
    }
  }

  // Told only when it changes: the viewer may have turned the sound on in Twitch's own controls.
  setSound(sound) {
    this.sound = sound;
    if (!this.player) return;
    if (sound.muted !== this.told.muted) this.player.setMuted(sound.muted);
    if (sound.volume !== this.told.volume) this.player.setVolume(sound.volume);
    this.told = sound;
  }

  // Twitch's player is about as far behind as the board.
  pictureAt() {
    return null;
  }

  end() {
    clearTimeout(this.limit);
    this.channel = null;
    this.player?.destroy?.();
    this.element.remove();
  }

  #play(Player, login) {
    if (this.player) {
      this.player.setChannel(login);
      return;
    }
    this.player = new Player(this.element, {
      width: "100%",
      height: "100%",
      channel: login,
      parent: [location.hostname],
      autoplay: true,
      muted: this.sound.muted,
    });
    this.told = this.sound;
    const on = (event, handler) => this.player.addEventListener(event, handler);
    on(Player.READY, () => this.player.setVolume(this.sound.volume));
    on(Player.PLAYING, () => this.#playing());
    on(Player.OFFLINE, () => this.#lose(gone("offline")));
    on(Player.ENDED, () => this.#lose(gone("ended")));
    on(Player.PLAYBACK_BLOCKED, () => this.#blocked());
  }

  #playing() {
    clearTimeout(this.limit);
    this.plays = true;
    this.onPlays();
  }

  // On a phone it waits for the viewer's tap, and says nothing of it.
  #limit() {
    clearTimeout(this.limit);
    const onSlow = () => (isPhone() ? this.onBlocked() : this.#lose(new Error("slow")));
    this.limit = setTimeout(onSlow, LIMIT_SECONDS * 1000);
  }

  // Without sound a browser may let it start. If not, no other stream would start either: the viewer has to.
  #blocked() {
    clearTimeout(this.limit);
    if (this.plays) return;
    if (this.told.muted) {
      this.onBlocked();
      return;
    }
    this.told = { ...this.told, muted: true };
    this.player.setMuted(true);
    this.player.play();
    this.#limit();
  }

  #lose(fault) {
    clearTimeout(this.limit);
    this.plays = false;
    this.onLost(fault);
  }
}
