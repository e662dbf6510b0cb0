import assert from "node:assert/strict";
import { test } from "node:test";

import { endsInWords, inSentence, linkOf, shortGame } from "../../webapp/static/board/words.js";

test("a hostile name cannot turn the sentence around it", () => {
  assert.equal(inSentence("a\u202eb"), "ab");
  assert.equal(inSentence("שלום"), "\u2068שלום\u2069");
  assert.equal([...inSentence("x".repeat(200))].length, 81);
});

test("only web addresses become links", () => {
  assert.equal(linkOf({ page_url: "javascript:alert(1)", playback_url: "" }), "#");
  assert.equal(linkOf({ page_url: "", playback_url: "https://a/b.m3u8" }), "https://a/b.m3u8");
});

test("the shorter half of a game's name", () => {
  assert.equal(shortGame("Call of Duty: Warzone"), "Warzone");
});

test("a forecast is said in minutes, and not at all where there is none", () => {
  const said = (low, high) => endsInWords({ low, high });
  assert.equal(said(120, 240), "ends in 2 to 4 min");
  assert.equal(said(5, 95), "ends in 1 to 2 min");
  assert.equal(said(70, 85), "ends in 1 min");
  assert.equal(said(5, 59), "ends in under a minute");
  assert.equal(endsInWords(null), "");
  assert.equal(endsInWords(undefined), "");
});
