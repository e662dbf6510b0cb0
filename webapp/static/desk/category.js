// How is a platform's category for a game found by a part of its name?
import { ask } from "./asking.js";

const PLATFORMS = { twitch: "Twitch", kick: "Kick" }; // YouTube has no categories for games

function chosen(field, category, list) {
  field.value = category.name;
  list.replaceChildren();
  field.focus();
}

function offered(field, category, list) {
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
  button.addEventListener("click", () => chosen(field, category, list));
  return button;
}

async function lookUp(platform, field, list) {
  list.textContent = `Searching ${PLATFORMS[platform]}…`;
  const words = field.value || document.getElementById("id_name").value;
  try {
    const { categories } = await ask(
      "/admin/desk/ask/category/",
      new URLSearchParams({ words, platform }),
    );
    list.replaceChildren(...categories.map((category) => offered(field, category, list)));
    if (!categories.length) list.textContent = `No matching category on ${PLATFORMS[platform]}.`;
  } catch (fault) {
    list.textContent = fault.message;
  }
}

function addLookUp(platform) {
  const field = document.getElementById(`id_${platform}_category`);
  if (!field) return;
  const button = Object.assign(document.createElement("button"), {
    type: "button",
    className: "button look-up",
    textContent: `Search on ${PLATFORMS[platform]}`,
  });
  const list = Object.assign(document.createElement("div"), { className: "categories" });
  list.setAttribute("role", "status");
  button.addEventListener("click", () => lookUp(platform, field, list));
  field.after(button, list);
}

Object.keys(PLATFORMS).forEach(addLookUp);
