import assert from "node:assert/strict";
import { test } from "node:test";

import { homeWords } from "../../webapp/static/board/words.js";

const load = () => import("../../webapp/static/board/stage/players/platform.js");
const on = (embeds) =>
  (globalThis.document = { body: { dataset: embeds === "" ? {} : { embeds } } });
const stream = (platform, player, channel = `${platform}-one`) => ({ platform, player, channel });

test("a platform's player shows what it can be given, and nothing else", async () => {
  const { embedOf } = await load();
  on("twitch kick youtube");
  assert.ok(embedOf(stream("twitch", "one")));
  assert.ok(embedOf(stream("kick", "a-slug_1")));
  assert.ok(embedOf(stream("youtube", "M7lc1UVf-VE")));
  for (const player of ["", "short", "M7lc1UVf-VE1", "../../watch", "M7lc1UVf-V?", "M7lc1UVf VE"])
    assert.equal(embedOf(stream("youtube", player)), null, player);
  for (const player of ["a/b", "a?b", "..", "x".repeat(65)])
    assert.equal(embedOf(stream("kick", player)), null, player);
  assert.equal(embedOf(stream("constructor", "one")), null);
  assert.equal(embedOf(stream("web", "one")), null);
  assert.equal(embedOf(undefined), null);
});

test("a platform that is switched off has a link", async () => {
  const { embedOf } = await load();
  on("youtube");
  assert.equal(embedOf(stream("kick", "one")), null);
  on("");
  assert.equal(embedOf(stream("twitch", "one")), null);
  assert.equal(homeWords(stream("kick", "one")), "Watch on Kick");
  assert.equal(homeWords(stream("web", "")), "Watch on its own page");
});

test("a row of a server that does not say the player names it by its channel", async () => {
  const { givenOf } = await load();
  assert.equal(givenOf(stream("twitch", undefined)), "one");
  assert.equal(givenOf(stream("kick", "", "kick-kick-flip")), "kick-flip");
  assert.equal(givenOf(stream("youtube", undefined, "youtube-uc123456789")), "");
});
