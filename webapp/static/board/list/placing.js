// Where does each part of a list lie? Parts change places by transform alone, so that nothing else on the page moves.

import { isCalm } from "../viewer/settings.js";

const MOVE_MILLISECONDS = 450;
const EASING = "cubic-bezier(.2, .8, .2, 1)";

// A browser counts every change of an element's own place in the layout as a shift, and none by transform
// (https://web.dev/articles/cls). So each element keeps the place that it had first, its base, for as long as it lives.
export class Placing {
  constructor(container) {
    Object.assign(this, { container, bases: new WeakMap(), tops: new WeakMap() });
  }

  // Puts each of `elements` at its top, in pixels from the container's; new ones appear there, others slide.
  put(tops, height) {
    this.container.classList.add("placed");
    this.container.style.height = `${height}px`;
    for (const [element, top] of tops) {
      const base = this.bases.get(element);
      this.tops.set(element, top);
      if (base !== undefined) element.style.transform = `translateY(${top - base}px)`;
      else {
        this.bases.set(element, top);
        element.style.top = `${top}px`;
      }
    }
  }

  // Where those of `tops` that will move are seen now. Asked before they change their order in the document, which ends
  // a move that is under way.
  before(tops) {
    const moving = [...tops].filter(
      ([element, top]) => this.tops.has(element) && this.tops.get(element) !== top,
    );
    return new Map(moving.map(([element]) => [element, this.#seenAt(element)]));
  }

  slide(before) {
    if (isCalm()) return;
    for (const [element, from] of before) {
      const frames = [from, this.tops.get(element)].map((top) => ({
        transform: `translateY(${top - this.bases.get(element)}px)`,
      }));
      element.animate(frames, { duration: MOVE_MILLISECONDS, easing: EASING });
    }
  }

  #seenAt(element) {
    const { transform } = getComputedStyle(element);
    return this.bases.get(element) + new DOMMatrix(transform === "none" ? "" : transform).m42;
  }
}

// One below the other, those that show.
export function stack(placing) {
  const tops = new Map();
  let height = 0;
  for (const part of placing.container.children) {
    if (part.hidden) continue;
    tops.set(part, height);
    height += part.offsetHeight;
  }
  const before = placing.before(tops);
  placing.put(tops, height);
  placing.slide(before);
}
