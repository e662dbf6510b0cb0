import assert from "node:assert/strict";
import { test } from "node:test";

import { beside, chosen, neighbour, wantedBy } from "../../webapp/static/board/viewer/following.js";

const rules = JSON.parse(process.env.RULES);
const plain = { hidden: [], gamesLeftOut: [], languages: [], order: "site" };
const stream = (channel, alive, more = {}) => ({
  channel,
  alive,
  kills: 0,
  viewers: 10,
  featured: false,
  rank: 1,
  game: "pubg",
  language: "en",
  ...more,
});
const choose = (more) =>
  chosen({
    order: "alive",
    pinned: null,
    shown: null,
    seconds: 0,
    broken: new Set(),
    rules,
    ...more,
  });

test("filters leave out channels, games and languages", () => {
  const streams = [
    stream("a", 5),
    stream("b", 6, { game: "apex" }),
    stream("c", 7, { language: "de" }),
  ];
  const wanted = wantedBy({ ...plain, hidden: ["a"], gamesLeftOut: ["apex"] }, streams, rules);
  assert.deepEqual(
    wanted.map((each) => each.channel),
    ["c"],
  );
  assert.equal(wanted[0].rank, 1);
  assert.equal(wantedBy({ ...plain, languages: ["de"] }, streams, rules)[0].channel, "c");
});

test("ties are broken as on the server: featured, kills, viewers, name", () => {
  const streams = [
    stream("d", 5),
    stream("c", 5, { viewers: 20 }),
    stream("b", 5, { kills: 2 }),
    stream("a", 5, { featured: true }),
  ];
  const wanted = wantedBy({ ...plain, order: "alive" }, streams, rules);
  assert.deepEqual(
    wanted.map((each) => each.channel),
    ["a", "b", "c", "d"],
  );
});

test("most kills lead where that is asked for", () => {
  const wanted = wantedBy(
    { ...plain, order: "kills" },
    [stream("a", 5), stream("b", 50, { kills: 9 })],
    rules,
  );
  assert.equal(wanted[0].channel, "b");
});

test("small streams lead where that is asked for", () => {
  const large = stream("a", 2, { viewers: rules.smallViewers + 1 });
  assert.equal(
    wantedBy({ ...plain, order: "small" }, [large, stream("b", 60)], rules)[0].channel,
    "b",
  );
});

test("a final is held until it ends", () => {
  const streams = [stream("a", 1), stream("b", rules.holdAlive)];
  assert.equal(choose({ streams, shown: "b", seconds: 999 }), "b");
});

test("a stream stays for its dwell time", () => {
  const streams = [stream("a", 2), stream("b", 60)];
  assert.equal(choose({ streams, shown: "b", seconds: rules.dwellSeconds - 1 }), "b");
  assert.equal(choose({ streams, shown: "b", seconds: rules.dwellSeconds }), "a");
});

test("a switch needs the margin, or the last few alive", () => {
  const shown = stream("b", 40);
  const near = stream("a", 40 - rules.switchMargin + 1);
  assert.equal(choose({ streams: [near, shown], shown: "b", seconds: 99 }), "b");
  const far = stream("a", 40 - rules.switchMargin);
  assert.equal(choose({ streams: [far, shown], shown: "b", seconds: 99 }), "a");
});

test("the site's order follows the one on air, and a pin follows nothing", () => {
  const streams = [stream("a", 2), stream("b", 60)];
  assert.equal(choose({ streams, order: "site", onAir: "b" }), "b");
  assert.equal(choose({ streams, order: "site", onAir: "b", pinned: "z" }), "z");
});

test("a stream whose picture fails is passed over", () => {
  const streams = [stream("a", 2), stream("b", 60)];
  assert.equal(choose({ streams, broken: new Set(["a"]) }), "b");
  assert.deepEqual(beside(streams, "b", 2, new Set(["a"])), ["b"]);
});

test("next and previous wrap around", () => {
  const streams = [stream("a", 2), stream("b", 3), stream("c", 4, { rank: null })];
  assert.equal(neighbour(streams, "b", 1), "a");
  assert.equal(neighbour(streams, "a", -1), "b");
  assert.equal(neighbour(streams, "gone", 1), "a");
  assert.equal(neighbour([], "a", 1), null);
});
