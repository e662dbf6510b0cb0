// How is the reading of a frame shown?

function element(name, text = "", className = "") {
  return Object.assign(document.createElement(name), { textContent: text, className });
}

const sureness = (confidence) =>
  confidence === null ? "" : `${(confidence * 100).toFixed(1)}\u00a0%`;
const PHASES = {
  playing: "Match in progress",
  waiting: "Before a match",
  over: "Match over",
  unknown: "Not in a match",
};

export function showReading(place, answer) {
  const verdict = element("p", "", "verdict");
  verdict.append(
    number("alive", answer.alive),
    number("kills", answer.kills),
    element("span", sureness(answer.confidence), "quiet"),
  );
  const why = element(
    "p",
    `${PHASES[answer.phase] ?? answer.phase}${answer.reason ? `: ${answer.reason}` : ""}.`,
  );
  place.replaceChildren(
    verdict,
    why,
    ...Object.entries(answer.cutouts).map(cutout),
    opinions(answer.opinions),
  );
}

export function number(field, value) {
  const shown = element("span", "", value === null ? "number silent" : "number");
  shown.dataset.field = field;
  shown.append(element("b", value === null ? "–" : String(value)), ` ${field}`);
  return shown;
}

function cutout([name, png]) {
  const figure = document.createElement("figure");
  const picture = element("img");
  picture.src = `data:image/png;base64,${png}`;
  picture.alt = `HUD crop: ${name}`;
  figure.append(picture, element("figcaption", name));
  return figure;
}

function opinions(rows) {
  const table = element("table", "", "opinions");
  const head = table.createTHead().insertRow();
  for (const title of ["Field", "Reader", "Reading", "Confidence"])
    head.append(element("th", title));
  const body = table.createTBody();
  for (const row of rows) {
    const cells = [row.field, row.reader, row.text || `– ${row.reason}`, sureness(row.confidence)];
    body.insertRow().append(...cells.map((cell) => element("td", cell)));
  }
  return table;
}
