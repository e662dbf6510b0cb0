// Which pictures does a playlist hold?

import assert from "node:assert/strict";
import test from "node:test";

import { offsetIn, variantIn } from "../../webapp/static/board/matches/window.js";

const at = (second) => Date.parse("2026-11-27T10:00:00Z") + second * 1000;
const date = (second) => `#EXT-X-PROGRAM-DATE-TIME:${new Date(at(second)).toISOString()}`;
const piece = (seconds) => [`#EXTINF:${seconds},`, "a.ts"];

test("a picture is found by its date, also in pieces without one", () => {
  const lines = ["#EXTM3U", date(0), ...piece(2), ...piece(2.5), ...piece(2)];
  assert.equal(offsetIn(lines, at(0)), 0);
  assert.equal(offsetIn(lines, at(3)), 3);
  assert.equal(offsetIn(lines, at(6.25)), 6.25);
});

test("what is before, after or in a gap is not there", () => {
  const lines = [date(0), ...piece(2), "#EXT-X-DISCONTINUITY", date(60), ...piece(2)];
  assert.deepEqual(
    [at(-1), at(2), at(59), at(62)].map((moment) => offsetIn(lines, moment)),
    [null, null, null, null],
  );
  assert.equal(offsetIn(lines, at(61)), 3);
});

test("pieces before the first date count", () => {
  assert.equal(offsetIn([...piece(4), date(4), ...piece(4)], at(5)), 5);
});

test("a playlist without dates, or with broken ones, holds nothing", () => {
  assert.equal(offsetIn([...piece(2)], at(1)), null);
  assert.equal(offsetIn(["#EXT-X-PROGRAM-DATE-TIME:soon", ...piece(2)], at(1)), null);
  assert.equal(offsetIn([date(0), "#EXTINF:long,", "a.ts"], at(1)), null);
  assert.equal(offsetIn([date(0), ...piece(2)], NaN), null);
});

test("a master playlist leads to its first variant", () => {
  const lines = ["#EXTM3U", "#EXT-X-STREAM-INF:BANDWIDTH=1", "# words", "low/index.m3u8", "high"];
  assert.equal(
    variantIn(lines, "https://a.example/live/x.m3u8"),
    "https://a.example/live/low/index.m3u8",
  );
  assert.equal(variantIn([date(0), ...piece(2)], "https://a.example/"), null);
});
