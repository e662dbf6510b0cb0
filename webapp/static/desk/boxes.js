// How is a box moved and resized on a frame, by mouse, finger and keys? Sides are fractions of the frame.

export const STEP = 0.005;
export const SMALL_STEP = 0.001;
const LEAST = 0.004;
const CORNERS = ["nw", "ne", "sw", "se"];
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const rounded = (number) => Math.round(number * 10_000) / 10_000;
const between = (number, least, most) => Math.min(most, Math.max(least, number));

// Where a box lies after one of its corners ('' for the whole) was moved by dx and dy.
export function moved(box, corner, dx, dy, free) {
  let { x, y, width, height } = box;
  if (free) return movedFreely(box, corner, dx, dy);
  if (!corner) {
    x = between(x + dx, 0, 1 - width);
    y = between(y + dy, 0, 1 - height);
  } else {
    const right = x + width,
      bottom = y + height;
    if (corner.includes("w")) x = between(x + dx, 0, right - LEAST);
    if (corner.includes("n")) y = between(y + dy, 0, bottom - LEAST);
    width = corner.includes("w") ? right - x : between(width + dx, LEAST, 1 - x);
    height = corner.includes("n") ? bottom - y : between(height + dy, LEAST, 1 - y);
  }
  return { x: rounded(x), y: rounded(y), width: rounded(width), height: rounded(height) };
}

// A streamer's picture keeps its shape and may reach beyond the frame.
function movedFreely({ x, y, width }, corner, dx, dy) {
  if (!corner) return { x: rounded(x + dx), y: rounded(y + dy), width, height: width };
  const grown = (corner.includes("w") ? -dx : dx) + (corner.includes("n") ? -dy : dy);
  const size = between(width + grown / 2, 0.1, 4);
  const left = corner.includes("w") ? x + width - size : x;
  const top = corner.includes("n") ? y + width - size : y;
  return { x: rounded(left), y: rounded(top), width: rounded(size), height: rounded(size) };
}

export class Box {
  constructor(stage, name, sides, { free = false, fixed = false, changed = () => {} } = {}) {
    Object.assign(this, { stage, name, free, changed });
    this.element = document.createElement("div");
    this.element.className = fixed ? "box fixed" : "box";
    this.element.dataset.name = name;
    this.element.append(Object.assign(document.createElement("span"), { textContent: name }));
    if (!fixed) this.makeMovable();
    stage.append(this.element);
    this.place(sides);
  }

  makeMovable() {
    this.element.tabIndex = 0;
    this.element.setAttribute("role", "group");
    this.element.addEventListener("keydown", (event) => this.key(event));
    this.element.addEventListener("pointerdown", (event) =>
      this.drag(event, event.target.dataset.corner ?? ""),
    );
    for (const corner of CORNERS) {
      const handle = document.createElement("i");
      handle.dataset.corner = corner;
      this.element.append(handle);
    }
  }

  place(sides) {
    this.sides = sides;
    for (const [side, property] of [
      ["x", "left"],
      ["y", "top"],
      ["width", "width"],
      ["height", "height"],
    ]) {
      this.element.style[property] = `${sides[side] * 100}%`;
    }
    const words = ["x", "y", "width", "height"].map(
      (side) => `${side} ${(sides[side] * 100).toFixed(1)}%`,
    );
    this.element.setAttribute("aria-label", `${this.name}: ${words.join(", ")}`);
  }

  put(sides) {
    this.place(sides);
    this.changed(this);
  }

  key(event) {
    const arrow = ARROWS[event.key];
    if (!arrow || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const step = event.altKey ? SMALL_STEP : STEP;
    this.put(
      moved(this.sides, event.shiftKey ? "se" : "", arrow[0] * step, arrow[1] * step, this.free),
    );
  }

  drag(event, corner) {
    event.preventDefault();
    event.stopPropagation();
    this.element.focus();
    const began = this.sides,
      frame = this.stage.getBoundingClientRect();
    const move = (now) =>
      this.put(
        moved(
          began,
          corner,
          (now.clientX - event.clientX) / frame.width,
          (now.clientY - event.clientY) / frame.height,
          this.free,
        ),
      );
    const end = () => {
      this.element.removeEventListener("pointermove", move);
      this.element.classList.remove("dragged");
    };
    this.element.setPointerCapture(event.pointerId);
    this.element.classList.add("dragged");
    this.element.addEventListener("pointermove", move);
    for (const name of ["pointerup", "pointercancel"])
      this.element.addEventListener(name, end, { once: true });
  }

  remove() {
    this.element.remove();
  }
}
