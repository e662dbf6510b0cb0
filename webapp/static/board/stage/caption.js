// What is said below the stage about the stream that is shown?

import { setText } from "../list/rows.js";
import {
  channelPage,
  count,
  endsWords,
  homeWords,
  inSentence,
  isFinal,
  linkOf,
  standingWords,
} from "../words.js";

const byId = (id) => document.getElementById(id);
const TAGS = { pinned: "Pinned", picked: "Your pick" };

export class Caption {
  constructor({ games, words, rules, age }) {
    Object.assign(this, { games, words, rules, age, stream: null });
  }

  // `choice`: "pinned", "picked", or nothing for the one that the site chose.
  show(stream, choice) {
    this.stream = stream;
    byId("caption").hidden = byId("controls").hidden = !stream;
    if (!stream) {
      document.title = "Rotisserie";
      return;
    }
    setText(byId("tag"), TAGS[choice] ?? "On air");
    setText(byId("caption-name"), stream.name);
    byId("caption-name").href = channelPage(stream);
    setText(byId("caption-kills"), count(stream.kills));
    setText(byId("caption-alive"), count(stream.alive));
    byId("open").href = linkOf(stream);
    setText(byId("open"), homeWords(stream, "Open the stream"));
    byId("pin").setAttribute("aria-pressed", String(choice === "pinned"));
    byId("follow").hidden = !choice;
    const name = inSentence(stream.name);
    const isTold = stream.rank !== null && stream.alive !== null;
    document.title = isTold
      ? `${stream.alive} alive: ${name} · Rotisserie`
      : `${name} · Rotisserie`;
    this.tick();
  }

  tick() {
    if (!this.stream) return;
    const age = this.age(this.stream);
    const game = this.games[this.stream.game] ?? this.stream.game;
    const parts = [
      endsWords(this.stream, age),
      standingWords(this.stream, age, this),
      game,
      this.stream.title,
    ];
    setText(byId("caption-words"), parts.filter(Boolean).join(" · "));
    const isInPlay = this.stream.rank !== null;
    const figure = byId("caption-alive").parentElement;
    figure.classList.toggle("final", isFinal(this.stream, this.rules));
    figure.classList.toggle("old", !isInPlay || age === null || age > this.rules.oldSeconds);
  }
}
