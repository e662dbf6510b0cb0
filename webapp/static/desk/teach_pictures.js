// How are the frames that teach a HUD shown: a strip of all, and what would be read of each?

const CARD = { width: 180, height: 68, room: 4 };
const ZOOM = { width: 300, height: 112, room: 3 };
const WORDS = { none: "no counter", waiting: "before the match" };

const element = (name, text = "", className = "") =>
  Object.assign(document.createElement(name), { textContent: text, className });

export const labelOf = (frame) =>
  frame.shows === "counter"
    ? `${frame.alive}${frame.kills === null ? "" : `, ${frame.kills} kills`}`
    : (WORDS[frame.shows] ?? "to label");

export function readOf({ alive, kills, phase, reason }) {
  if (alive !== null) return `${alive}${kills === null ? "" : `, ${kills} kills`}`;
  return phase === "waiting" ? WORDS.waiting : reason || WORDS.none;
}

export function drawStrip(place, frames, current, at, choose) {
  const cards = frames.map((frame, index) => {
    const button = element(
      "button",
      "",
      frame.id === current ? "frame-card current" : "frame-card",
    );
    Object.assign(button, { type: "button", ariaPressed: String(frame.id === current) });
    const picture = element("img");
    Object.assign(picture, { src: at(frame), alt: "", loading: "lazy" });
    button.append(picture, element("span", `${index + 1}: ${labelOf(frame)}`));
    button.addEventListener("click", () => choose(frame.id));
    const item = element("li");
    item.append(button);
    return item;
  });
  place.replaceChildren(...cards);
}

export function drawResults(place, frames, lesson, usual, at) {
  const cards = frames.map((frame) => {
    const said = frame.said?.lesson === lesson ? frame.said : null;
    const card = element("li", "", said ? `result ${said.verdict}` : "result open");
    card.append(
      crop(frame, frame.box ?? usual, at, CARD),
      element("b", said ? said.verdict : "not checked"),
      element("span", `Shown: ${labelOf(frame)}`),
      element("span", said ? `Read: ${readOf(said)}` : ""),
    );
    return card;
  });
  place.replaceChildren(...cards);
}

export function drawZoom(place, frame, box, at) {
  place.replaceChildren(...(box ? [crop(frame, box, at, ZOOM)] : []));
}

// The digits and what is around them; `room`: how many times as high as the box.
function crop(frame, box, at, { width, height, room }) {
  const place = element("div", "", "crop");
  Object.assign(place.style, { width: `${width}px`, height: `${height}px` });
  const picture = element("img");
  picture.src = at(frame);
  picture.alt = "";
  if (box) {
    const scale = height / (box.height * frame.height * room);
    const across = (box.x + box.width / 2) * frame.width * scale;
    const down = (box.y + box.height / 2) * frame.height * scale;
    picture.style.width = `${frame.width * scale}px`;
    picture.style.left = `${width / 2 - across}px`;
    picture.style.top = `${height / 2 - down}px`;
  } else picture.style.width = `${width}px`;
  place.append(picture);
  return place;
}
