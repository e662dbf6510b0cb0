// Is whatever comes in place of an answer one sentence that says what to do?
import assert from "node:assert/strict";
import test from "node:test";
import { told } from "../../webapp/static/desk/asking.js";

const page = (status, redirected = false) => {
  const response = new Response("<!doctype html><title>No</title>", { status });
  return Object.defineProperty(response, "redirected", { value: redirected });
};

test("an answer", async () => {
  assert.deepEqual(await told(Response.json({ ask: "a" })), { ask: "a" });
});

test("a sentence of the site's own", async () => {
  const refused = Response.json({ fault: "Redis is away." }, { status: 503 });
  await assert.rejects(told(refused), { message: "Redis is away." });
});

for (const [name, response, words] of [
  ["a login page", page(200, true), /logged out\. Reload the page/],
  ["a token of before the login", page(403), /logged in again since: reload the page\.$/],
  ["what another admin has removed", page(404), /removed in the meantime\. Reload the page\.$/],
  ["anything else", page(502), /^The server returned status 502\.$/],
])
  test(name, async () => {
    await assert.rejects(told(response), { message: words });
  });
