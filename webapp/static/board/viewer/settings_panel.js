// How does a viewer change what the page shows them?

import { askToNotify } from "./notices.js";
import { linkTo } from "./stars.js";
import { setText } from "../list/rows.js";
import { languageName } from "../words.js";

const byId = (id) => document.getElementById(id);

export class SettingsPanel {
  // `games` by slug; `streams()` are those live now, for the languages and the names of hidden channels.
  constructor(settings, { games, oneGame, streams }) {
    Object.assign(this, { settings, games, oneGame, streams, dialog: byId("settings") });
    byId("settings-form").addEventListener("change", () => this.#take());
    for (const [id, kind] of [
      ["hidden-channels", "hidden"],
      ["star-channels", "stars"],
    ])
      byId(id).addEventListener("click", (event) =>
        this.#drop(kind, event.target.closest("button")),
      );
    byId("stars-link").addEventListener("click", () => this.#copyStars());
  }

  open() {
    const { values } = this.settings;
    byId("set-order").value = values.order;
    byId("set-lights").value = values.lights;
    byId("set-calm").checked = values.calm;
    byId("set-split").checked = values.split;
    byId("set-notify").checked = values.notify;
    byId("set-chat").checked = values.chat;
    byId("set-games-part").hidden = this.oneGame;
    this.#fill(
      "set-games",
      Object.entries(this.games),
      (slug) => !values.gamesLeftOut.includes(slug),
    );
    const codes = new Set(
      [...this.streams().map((stream) => stream.language), ...values.languages].filter(Boolean),
    );
    const languages = [...codes]
      .map((code) => [code, languageName(code)])
      .sort((one, other) => one[1].localeCompare(other[1]));
    this.#fill("set-languages", languages, (code) => values.languages.includes(code));
    byId("set-languages-part").hidden = !languages.length;
    this.#listChannels();
    this.dialog.showModal();
  }

  #fill(id, choices, isChecked) {
    byId(id).replaceChildren(
      ...choices.map(([value, name]) => {
        const label = document.createElement("label");
        const box = Object.assign(document.createElement("input"), {
          type: "checkbox",
          value,
          checked: isChecked(value),
        });
        const text = Object.assign(document.createElement("span"), {
          textContent: name,
          dir: "auto",
        });
        label.append(box, text);
        return label;
      }),
    );
  }

  #boxes(id, checked) {
    return [...byId(id).querySelectorAll("input")]
      .filter((box) => box.checked === checked)
      .map((box) => box.value);
  }

  async #take() {
    const notify = byId("set-notify").checked && (await askToNotify());
    byId("set-notify").checked = notify;
    this.settings.change({
      order: byId("set-order").value,
      lights: byId("set-lights").value,
      calm: byId("set-calm").checked,
      split: byId("set-split").checked,
      notify,
      chat: byId("set-chat").checked,
      gamesLeftOut: this.#boxes("set-games", false),
      languages: this.#boxes("set-languages", true),
    });
  }

  #listChannels() {
    const { hidden, stars } = this.settings.values;
    byId("hidden-part").hidden = !hidden.length;
    byId("no-stars").hidden = stars.length > 0;
    byId("stars-link").hidden = !stars.length;
    setText(byId("stars-words"), "");
    this.#list("hidden-channels", hidden, "Show again");
    this.#list("star-channels", stars, "Remove");
  }

  #list(id, channels, action) {
    const names = new Map(this.streams().map((stream) => [stream.channel, stream.name]));
    byId(id).replaceChildren(
      ...channels.map((channel) => {
        const item = document.createElement("li");
        const textContent = names.get(channel) ?? channel;
        const name = Object.assign(document.createElement("span"), { textContent, dir: "auto" });
        const button = Object.assign(document.createElement("button"), {
          type: "button",
          textContent: action,
        });
        button.setAttribute("aria-label", `${action}: ${textContent}`);
        button.dataset.channel = channel;
        item.append(name, button);
        return item;
      }),
    );
  }

  #drop(kind, button) {
    if (!button) return;
    const left = this.settings.values[kind].filter((each) => each !== button.dataset.channel);
    this.settings.change({ [kind]: left });
    this.#listChannels();
    byId("settings-close").focus();
  }

  async #copyStars() {
    const link = linkTo(location.href, this.settings.values.stars);
    try {
      await navigator.clipboard.writeText(link);
      setText(byId("stars-words"), "Copied. Open it in another browser to add these favorites.");
    } catch {
      setText(byId("stars-words"), link);
    }
  }
}
