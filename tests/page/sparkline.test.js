import assert from "node:assert/strict";
import { test } from "node:test";

import { Histories, sparklinePath } from "../../webapp/static/board/list/sparkline.js";

const rules = JSON.parse(process.env.RULES);
const row = (alive, seconds) => ({
  channel: "a",
  rank: 1,
  alive,
  captured_at: new Date(seconds * 1000).toISOString(),
});

test("the page begins with the steps from one number to the next", () => {
  const histories = new Histories({ a: [100, -90, 20, 40, 5, 0] }, rules);
  assert.deepEqual(histories.of("a"), [
    [100, 90],
    [120, 50],
    [125, 50],
  ]);
});

test("a rise that means another match starts a new curve", () => {
  const histories = new Histories({ a: [1, -20] }, rules);
  histories.hear([row(18, 2)]);
  histories.hear([row(18 + rules.newMatchRise, 3)]);
  assert.deepEqual(histories.of("a"), [[3, 18 + rules.newMatchRise]]);
});

test("older and equal numbers change nothing", () => {
  const histories = new Histories({}, rules);
  histories.hear([row(18, 2)]);
  histories.hear([row(17, 1)]);
  histories.hear([row(18, 3)]);
  assert.deepEqual(histories.of("a"), [[2, 18]]);
});

test("a channel that has left is forgotten", () => {
  const histories = new Histories({ a: [1, -20] }, rules);
  histories.hear([]);
  assert.deepEqual(histories.of("a"), []);
});

test("the path is made of steps and needs two points", () => {
  assert.equal(sparklinePath([[1, 5]]), "");
  assert.match(
    sparklinePath([
      [0, 10],
      [10, 5],
    ]),
    /^M0\.0 1\.0H56\.0V/,
  );
});
