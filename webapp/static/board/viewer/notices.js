// How does a viewer hear of a close finish while looking elsewhere?

import { inSentence } from "../words.js";

// Whether the browser lets us; asks the viewer once.
export async function askToNotify() {
  if (!("Notification" in window)) return false;
  if (Notification.permission === "default") await Notification.requestPermission();
  return Notification.permission === "granted";
}

export class Notices {
  // `onClick(channel)` when the viewer follows one.
  constructor(settings, games, { lastAlive }, onClick) {
    Object.assign(this, { settings, games, lastAlive, onClick, close: null });
  }

  // One notice for each stream that enters the final three; what is in them when the page opens is no news.
  hear(streams) {
    const close = new Map(
      streams
        .filter((stream) => stream.rank !== null && stream.alive <= this.lastAlive)
        .map((stream) => [stream.channel, stream]),
    );
    const news = [...close.values()].filter(
      (stream) => this.close && !this.close.has(stream.channel),
    );
    this.close = close;
    if (
      !this.settings.values.notify ||
      !("Notification" in window) ||
      Notification.permission !== "granted"
    )
      return;
    news.forEach((stream) => this.#tell(stream));
  }

  #tell(stream) {
    const notice = new Notification(`${inSentence(stream.name)}: ${stream.alive} alive`, {
      body: this.games[stream.game] ?? stream.game,
      tag: `final-${stream.channel}`,
      icon: document.querySelector("link[rel=icon]").href,
    });
    notice.addEventListener("click", () => {
      focus();
      notice.close();
      this.onClick(stream.channel);
    });
  }
}
