import assert from "node:assert/strict";
import { test } from "node:test";

import { chosen, filled, neighbour, wantedBy } from "../../webapp/static/board/viewer/following.js";

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
const onAir = (channel, ...beside) => ({ channel, beside });
const choose = ({ shown = [], ...more }) =>
  chosen({
    order: "alive",
    onAir: onAir(null),
    pinned: null,
    picked: null,
    stage: shown,
    seconds: 0,
    broken: new Set(),
    rules,
    ageOf: () => 0,
    mayVary: true,
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

test("a final is held until it ends, and one that is won is left", () => {
  const near = Math.floor(rules.holdSeconds / rules.secondsEach);
  const streams = [stream("a", 60), stream("b", near)];
  assert.deepEqual(choose({ streams, shown: ["b"], seconds: 999 }), ["b"]);
  const won = [stream("a", 60), stream("b", rules.winnerAlive)];
  assert.deepEqual(choose({ streams: won, shown: ["b"], seconds: 1 }), ["a"]);
});

test("a stream stays for its dwell time", () => {
  const streams = [stream("a", 8), stream("b", 60)];
  assert.deepEqual(choose({ streams, shown: ["b"], seconds: rules.dwellSeconds - 1 }), ["b"]);
  assert.deepEqual(choose({ streams, shown: ["b"], seconds: rules.dwellSeconds }), ["a"]);
});

test("one alive is nobody's choice while anything else is played, in any order", () => {
  for (const order of ["site", "alive", "kills", "small"]) {
    const streams = [stream("a", 1, { kills: 20 }), stream("b", 60)];
    assert.deepEqual(choose({ streams, order }), ["b"], order);
    assert.deepEqual(choose({ streams: streams.slice(0, 1), order }), ["a"], order);
  }
});

test("finishes that overlap are shown at once to whoever may have it so", () => {
  const streams = [stream("a", 8), stream("b", 7), stream("c", 60)];
  assert.deepEqual(choose({ streams, shown: ["a"], seconds: 99 }), ["a", "b"]);
  assert.deepEqual(choose({ streams, shown: ["a"], seconds: 99, mayVary: false }), ["a"]);
});

test("the site's order follows the ones on air, and a pin follows nothing", () => {
  const streams = [stream("a", 2), stream("b", 60), stream("c", 50)];
  const given = { streams, order: "site", onAir: onAir("b", "c") };
  assert.deepEqual(choose(given), ["b", "c"]);
  assert.deepEqual(choose({ ...given, pinned: "z" }), ["z"]);
  assert.deepEqual(choose({ ...given, picked: "a" }), ["a"]);
  assert.deepEqual(choose({ ...given, picked: "c" }), ["c", "b"]);
});

test("whoever sees one at a time sees it to its end, whichever is heard", () => {
  const streams = [stream("a", 5), stream("b", 4), stream("c", 60)];
  const given = { streams, order: "site", onAir: onAir("b", "a"), mayVary: false };
  assert.deepEqual(choose({ ...given, shown: ["a"] }), ["a"]);
  assert.deepEqual(choose({ ...given, shown: ["c"] }), ["b"]);
});

test("a stream whose picture fails is passed over", () => {
  const streams = [stream("a", 8), stream("b", 60)];
  assert.deepEqual(choose({ streams, broken: new Set(["a"]) }), ["b"]);
  assert.deepEqual(filled(streams, ["b"], 2, new Set(["a"])), ["b"]);
  assert.deepEqual(filled(streams, ["b"], 2, new Set()), ["b", "a"]);
});

test("next and previous wrap around", () => {
  const streams = [stream("a", 2), stream("b", 3), stream("c", 4, { rank: null })];
  assert.equal(neighbour(streams, "b", 1), "a");
  assert.equal(neighbour(streams, "a", -1), "b");
  assert.equal(neighbour(streams, "gone", 1), "a");
  assert.equal(neighbour([], "a", 1), null);
});
