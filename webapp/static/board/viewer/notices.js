// How does a viewer hear of a close finish while looking elsewhere?

import { endsInWords, inSentence } from "../words.js";

// Whether the browser lets us; asks the viewer once.
export async function askToNotify() {
  if (!("Notification" in window)) return false;
  if (Notification.permission === "default") await Notification.requestPermission();
  return Notification.permission === "granted";
}

const PAUSE_SECONDS = 60;

export class Notices {
  // `onClick(channel)` when the viewer follows one; `clock()` is in seconds.
  constructor(settings, games, { lastAlive }, onClick, clock = () => performance.now() / 1000) {
    Object.assign(this, { settings, games, lastAlive, onClick, clock });
    Object.assign(this, { close: null, due: new Set(), toldAt: -Infinity });
  }

  // One notice for each favorite whose match comes down to three, with a pause between two of them; what is that close
  // when the page opens is no news, nor is a match that the favorite only watches.
  hear(streams) {
    const { stars, notify } = this.settings.values;
    const close = streams.filter(
      (each) =>
        each.rank !== null &&
        each.alive <= this.lastAlive &&
        each.result !== "eliminated" &&
        stars.includes(each.channel),
    );
    const channels = new Set(close.map((each) => each.channel));
    for (const channel of channels) if (this.close?.has(channel) === false) this.due.add(channel);
    this.due = new Set([...this.due].filter((channel) => channels.has(channel)));
    this.close = channels;
    if (!notify || !isAllowed()) this.due.clear();
    const next = close.find((each) => this.due.has(each.channel));
    if (!next || this.clock() - this.toldAt < PAUSE_SECONDS) return;
    this.due.delete(next.channel);
    this.toldAt = this.clock();
    this.#tell(next);
  }

  #tell(stream) {
    const notice = new Notification(`${inSentence(stream.name)}: ${stream.alive} alive`, {
      body: [this.games[stream.game] ?? stream.game, endsInWords(stream.ends_in_seconds)]
        .filter(Boolean)
        .join(", "),
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

const isAllowed = () => "Notification" in globalThis && Notification.permission === "granted";
