import assert from "node:assert/strict";
import { test } from "node:test";

import { Notices } from "../../webapp/static/board/viewer/notices.js";
import { linkTo, starredFirst, starsIn, toggled } from "../../webapp/static/board/viewer/stars.js";

test("favorites come first in their part and keep their rank", () => {
  const rows = [
    { channel: "a", rank: 1 },
    { channel: "b", rank: 2 },
    { channel: "c", rank: null },
    { channel: "d", rank: null },
  ];
  const sorted = starredFirst(rows, ["d", "b"]);
  assert.deepEqual(
    sorted.map(({ channel, rank }) => `${channel}${rank}`),
    ["b2", "a1", "dnull", "cnull"],
  );
});

test("a link carries favorites whatever their names hold", () => {
  const stars = ["twitch-a_b", "söm e&=#", "שלום"];
  const link = new URL(linkTo("https://example.org/pubg/?pin=x", stars));
  assert.equal(link.pathname + link.search, "/");
  assert.deepEqual(starsIn(link.hash), stars);
  assert.deepEqual(starsIn(""), []);
  assert.deepEqual(starsIn(`#stars=,,a,a,${"x".repeat(999)}`), ["a"]);
  assert.equal(starsIn(`#stars=${[...Array(9999).keys()]}`).length, 500);
  assert.deepEqual(toggled(toggled(["a"], "b"), "a"), ["b"]);
});

test("a notice names the forecast where there is one, and a favorite who only watches makes none", () => {
  const told = [];
  globalThis.Notification = class extends EventTarget {
    static permission = "granted";
    constructor(title, { body }) {
      super();
      told.push(`${title}; ${body}`);
    }
  };
  globalThis.document = { querySelector: () => ({ href: "" }) };
  const settings = { values: { notify: true, stars: ["a", "b", "c"] } };
  let now = 0;
  const clock = () => (now += 100);
  const notices = new Notices(settings, { pubg: "PUBG" }, { lastAlive: 3 }, () => {}, clock);
  const rows = (alive, more = {}) =>
    ["a", "b", "c"].map((channel) => {
      return { channel, name: channel, game: "pubg", rank: 1, alive, ...more[channel] };
    });
  const last = {
    a: { ends_in_seconds: { low: 70, median: 120, high: 200 } },
    c: { result: "eliminated" },
  };
  for (const each of [rows(9), rows(3, last), rows(3, last), rows(3, last)]) notices.hear(each);
  assert.deepEqual(told, ["a: 3 alive; PUBG, ends in 1 to 3 min", "b: 3 alive; PUBG"]);
});

test("a notice for favorites only, one a minute, and none that is no longer true", () => {
  const told = [];
  globalThis.Notification = class extends EventTarget {
    static permission = "granted";
    constructor(title) {
      super();
      told.push(title);
    }
  };
  globalThis.document = { querySelector: () => ({ href: "" }) };
  let now = 0;
  const settings = { values: { notify: true, stars: ["a", "b", "c"] } };
  const notices = new Notices(
    settings,
    {},
    { lastAlive: 3 },
    () => {},
    () => now,
  );
  const hear = (alive) =>
    notices.hear(
      Object.entries(alive).map(([channel, each]) => {
        return { channel, name: channel, game: "pubg", rank: 1, alive: each };
      }),
    );
  hear({ a: 9, b: 9, c: 2, other: 9 });
  hear({ a: 3, b: 3, c: 2, other: 1 });
  assert.deepEqual(told, ["a: 3 alive"]);
  now = 59;
  hear({ a: 3, b: 2, c: 2 });
  assert.equal(told.length, 1);
  now = 61;
  hear({ a: 3, b: 2, c: 2 });
  assert.deepEqual(told.slice(1), ["b: 2 alive"]);
  hear({ a: 9, b: 9, c: 9 });
  now = 62;
  hear({ a: 3, b: 9, c: 9 });
  now = 200;
  hear({ b: 9, c: 9 });
  assert.equal(told.length, 2);
});
