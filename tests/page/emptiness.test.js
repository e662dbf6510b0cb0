import assert from "node:assert/strict";
import { test } from "node:test";

import { emptyWords, nobodyWords } from "../../webapp/static/board/list/emptiness.js";
import { knownAge, linkWords } from "../../webapp/static/board/live/current.js";

const row = (state, age = 1, more = {}) => ({ state, age, phase: "unknown", rank: null, ...more });
const playing = { phase: "playing", rank: 1 };
const said = (streams, isLate = false) => [
  nobodyWords({ isLate, streams }),
  emptyWords({ linked: true, isLate, streams, wanted: streams })[0],
];

test("nothing is said of matches on streams that nobody could read", () => {
  const title = "No stream can be read right now";
  assert.deepEqual(said([row("timeout"), row("error")]), [`${title}.`, title]);
  assert.deepEqual(said([row("timeout"), row("no-counter")]), [
    "No match is in progress.",
    "No match is close to its finish right now",
  ]);
  assert.deepEqual(said([]), ["No match is in progress.", "No stream is live right now"]);
  assert.deepEqual(said([row("timeout")], true), [
    "No number is up to date.",
    "The board is out of date",
  ]);
  assert.equal(
    nobodyWords({ isLate: false, streams: [row("ok", 1, playing)] }),
    "Your filters hide every match in progress.",
  );
});

test("what is known is as old as the latest number where no look gets through any more", () => {
  const ageOf = ({ age }) => age;
  const words = (streams, boardAge = 2) =>
    linkWords(true, knownAge(streams, ageOf, boardAge, 45), 15);
  const idle = row("no-counter", null);
  assert.equal(words([row("ok", 80), row("ok", 70), idle, row("timeout", 50)]), "As of 70 s ago");
  assert.equal(words([row("ok", 80), row("ok", 30, playing)]), "Live");
  assert.equal(words([row("ok", 80), row("ok", 4, { phase: "waiting" })]), "Live");
  assert.equal(words([idle, row("no-counter", 900), row("timeout", 90)]), "Live");
  assert.equal(words([]), "Live");
  assert.equal(words([row("ok", 80)], 100), "As of 100 s ago");
  assert.equal(
    linkWords(true, knownAge([row("ok", 80)], ageOf, null, 45), 15),
    "Waiting for the first board",
  );
});
