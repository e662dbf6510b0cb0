// How is a game's Twitch category found by a part of its name?
import { ask } from "./asking.js";

const field = document.getElementById("id_twitch_category");

function chosen(category, list) {
  field.value = category.name;
  list.replaceChildren();
  field.focus();
}

function offered(category, list) {
  const button = Object.assign(document.createElement("button"), {
    type: "button",
    className: "category",
  });
  if (category.box_art_url)
    button.append(
      Object.assign(document.createElement("img"), {
        src: category.box_art_url,
        alt: "",
        width: 52,
        height: 72,
      }),
    );
  button.append(category.name);
  button.addEventListener("click", () => chosen(category, list));
  return button;
}

async function lookUp(list) {
  list.textContent = "Searching Twitch…";
  try {
    const { categories } = await ask(
      "/admin/desk/ask/category/",
      new URLSearchParams({ words: field.value || document.getElementById("id_name").value }),
    );
    list.replaceChildren(...categories.map((category) => offered(category, list)));
    if (!categories.length) list.textContent = "No matching category on Twitch.";
  } catch (fault) {
    list.textContent = fault.message;
  }
}

if (field) {
  const button = Object.assign(document.createElement("button"), {
    type: "button",
    className: "button look-up",
    textContent: "Search on Twitch",
  });
  const list = Object.assign(document.createElement("div"), { className: "categories" });
  list.setAttribute("role", "status");
  button.addEventListener("click", () => lookUp(list));
  field.after(button, list);
}
