// Which numbers are below the frame, and what do they change? In percent; a box and its row say the same.

const SIDES = ["x", "y", "width", "height"];
const PICTURE_SIDES = ["x", "y", "width"];

export class NumberRows {
  constructor(body, picture, changed, removed) {
    Object.assign(this, { body, picture, changed, removed, rows: new Map() });
  }

  show(name, sides) {
    const fields = this.rows.get(name) ?? this.make(name);
    for (const field of fields) {
      if (field !== document.activeElement)
        field.value = (sides[field.dataset.side] * 100).toFixed(2);
    }
  }

  make(name) {
    const row = this.body.insertRow();
    row.append(Object.assign(document.createElement("th"), { textContent: name, scope: "row" }));
    const fields = (this.picture ? PICTURE_SIDES : SIDES).map((side) =>
      this.field(row, name, side),
    );
    if (!this.picture) row.insertCell().append(this.remover(row, name));
    this.rows.set(name, fields);
    return fields;
  }

  field(row, name, side) {
    const field = Object.assign(document.createElement("input"), { type: "number", step: "0.1" });
    field.dataset.side = side;
    field.setAttribute("aria-label", `${name}: ${side} in percent`);
    field.addEventListener("input", () => this.read(name));
    row.insertCell().append(field);
    return field;
  }

  remover(row, name) {
    const button = Object.assign(document.createElement("button"), {
      type: "button",
      className: "button",
      textContent: "Remove",
    });
    button.setAttribute("aria-label", `Remove ${name}`);
    button.addEventListener("click", () => {
      row.remove();
      this.rows.delete(name);
      this.removed(name);
    });
    return button;
  }

  read(name) {
    const numbers = this.rows
      .get(name)
      .map((field) => [field.dataset.side, field.valueAsNumber / 100]);
    if (numbers.some(([, number]) => !Number.isFinite(number))) return;
    const sides = Object.fromEntries(numbers);
    this.changed(name, this.picture ? { ...sides, height: sides.width } : sides);
  }
}
