import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { Seen, endIsAhead } from "../../webapp/static/board/live/seen.js";
import { isFinal, standingWords } from "../../webapp/static/board/words.js";

const rules = JSON.parse(process.env.RULES);
const python = new URL("../../workers/capture/dates.py", import.meta.url);
const believed = Number(/^MAX_AGE_SECONDS = ([\d.]+)$/m.exec(readFileSync(python))[1]);
const at = (seconds) => 1_000_000_000 + seconds * 1000;
const row = (alive, seconds) => ({
  channel: "a",
  rank: 1,
  alive,
  kills: 0,
  phase: "playing",
  captured_at: new Date(at(seconds)).toISOString(),
});

test("a picture gets the number of its own time, as far back as workers believe dates", () => {
  const seen = new Seen(rules);
  seen.hear([row(20, 0)]);
  seen.hear([row(9, believed)]);
  assert.equal(seen.at(row(9, believed), at(believed - 1)).alive, 20);
  assert.equal(seen.at(row(9, believed), at(0.3)).alive, 20);
});

test("a number waits until its picture is painted, which takes a moment", () => {
  const seen = new Seen(rules);
  seen.hear([row(20, 0)]);
  seen.hear([row(9, 4)]);
  assert.equal(seen.at(row(9, 4), at(4.2)).alive, 20);
  assert.equal(seen.at(row(9, 4), at(4.3)).alive, 9);
});

test("the dates of a picture that workers would correct say nothing", () => {
  const seen = new Seen(rules);
  seen.hear([row(20, 0)]);
  seen.hear([row(9, believed + 10)]);
  assert.equal(seen.at(row(9, believed + 10), at(9)).alive, 9);
});

test("a page that was opened between two numbers gives the picture its own", () => {
  const seen = new Seen(rules);
  seen.remember("a", [[at(0) / 1000, 14]]);
  seen.hear([row(9, 6)]);
  assert.deepEqual(
    [3, 7].map((seconds) => seen.at(row(9, 6), at(seconds)).alive),
    [14, 9],
  );
  assert.equal(seen.at(row(9, 6), at(3)).kills, 0);
});

test("a picture from before all that was read has no number", () => {
  const seen = new Seen(rules);
  seen.hear([row(9, 6)]);
  const before = seen.at(row(9, 6), at(5));
  assert.deepEqual([before.alive, before.kills, before.rank], [null, null, 1]);
  assert.equal(isFinal(before, rules), false);
  assert.equal(standingWords(before, 1, { words: {}, rules }), "");
  assert.equal(seen.at(row(9, 6), at(7)).alive, 9);
});

test("whole seconds do not tell a number before its own picture", () => {
  const seen = new Seen(rules);
  seen.remember("a", [
    [at(0) / 1000, 14],
    [at(6) / 1000, 9],
  ]);
  const read = row(9, 6.9);
  seen.hear([read]);
  assert.deepEqual(
    [6.8, 7.4].map((seconds) => seen.at(read, at(seconds)).alive),
    [14, 9],
  );
});

test("a number that was already too old for the picture is not that of the picture", () => {
  const seen = new Seen(rules);
  const lobby = { ...row(null, rules.freshSeconds + 10), phase: "waiting", rank: null };
  seen.hear([row(20, 0)]);
  seen.hear([lobby]);
  assert.equal(seen.at(lobby, at(rules.freshSeconds - 1)).alive, 20);
  assert.equal(seen.at(lobby, at(rules.freshSeconds + 1)).alive, null);
});

test("a match whose counter stands at one has ended when it first did, and is left once that was seen", () => {
  const seen = new Seen(rules);
  for (const [alive, seconds] of [
    [2, 0],
    [1, 4],
    [1, 8],
  ])
    seen.hear([row(alive, seconds)]);
  const won = row(1, 8);
  const ended = { ...won, ended_at: seen.endOf(won) };
  assert.equal(Date.parse(ended.ended_at), at(4));
  assert.equal(endIsAhead(ended, at(3)), true);
  assert.equal(endIsAhead(ended, at(6)), true);
  assert.equal(endIsAhead(ended, at(7)), false);
  assert.equal(endIsAhead(ended, null), false);
  assert.equal(seen.endOf(row(2, 12)), null);
});
