// How does a viewer change what the page shows them?

import { askToNotify } from "./notices.js";
import { languageName } from "../words.js";

const byId = (id) => document.getElementById(id);

export class SettingsPanel {
  // `games` by slug; `streams()` are those live now, for the languages and the names of hidden channels.
  constructor(settings, { games, oneGame, streams }) {
    Object.assign(this, { settings, games, oneGame, streams, dialog: byId("settings") });
    byId("settings-form").addEventListener("change", () => this.#take());
    byId("hidden-channels").addEventListener("click", (event) =>
      this.#unhide(event.target.closest("button")),
    );
  }

  open() {
    const { values } = this.settings;
    byId("set-order").value = values.order;
    byId("set-lights").value = values.lights;
    byId("set-calm").checked = values.calm;
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
    this.#listHidden();
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
      notify,
      chat: byId("set-chat").checked,
      gamesLeftOut: this.#boxes("set-games", false),
      languages: this.#boxes("set-languages", true),
    });
  }

  #listHidden() {
    const names = new Map(this.streams().map((stream) => [stream.channel, stream.name]));
    const { hidden } = this.settings.values;
    byId("hidden-part").hidden = !hidden.length;
    byId("hidden-channels").replaceChildren(
      ...hidden.map((channel) => {
        const item = document.createElement("li");
        const name = Object.assign(document.createElement("span"), {
          textContent: names.get(channel) ?? channel,
          dir: "auto",
        });
        const button = Object.assign(document.createElement("button"), {
          type: "button",
          textContent: "Show again",
        });
        button.dataset.channel = channel;
        item.append(name, button);
        return item;
      }),
    );
  }

  #unhide(button) {
    if (!button) return;
    this.settings.change({
      hidden: this.settings.values.hidden.filter((channel) => channel !== button.dataset.channel),
    });
    this.#listHidden();
    byId("settings-close").focus();
  }
}
