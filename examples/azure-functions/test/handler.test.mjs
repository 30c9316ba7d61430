import assert from "node:assert/strict";
import { test } from "node:test";

import { createHandler } from "../receiver/handler.mjs";
import { createReceiver } from "../receiver/receiver.mjs";

// Signed with openssl dgst -sha256 -hmac opensesame.
const delivery =
  '{ "events" : [ {"action":"changed",  "resource":{"gid":"42","resource_type":"task"},"note":"Grüße, 東京 😀"} ] }';
const signature = "2e5f9ba855b1d81707e32efc5971e868fe68674b6304a8ff553ac940a01a2930";

const quiet = { info() {}, warn() {}, error() {} };
const handler = createHandler(
  createReceiver({ readSecret: async () => "opensesame", onEvents: async () => {}, log: quiet }),
);

// Azure's requests have the same members as those of fetch.
const post = (headers, body) =>
  handler(new Request("https://app.example.com/api/asana", { method: "POST", headers, body, duplex: "half" }));

test("the handshake is returned", async () => {
  const answer = await post({ "X-Hook-Secret": "fresh-secret" }, "{}");
  assert.deepEqual(answer, { status: 204, headers: { "X-Hook-Secret": "fresh-secret" } });
});

test("a body is verified as it is", async () => {
  assert.equal((await post({ "X-Hook-Signature": signature }, delivery)).status, 204);
  assert.equal((await post({ "X-Hook-Signature": signature }, delivery + " ")).status, 401);
});

test("without a signature the body is not read", async () => {
  const body = new ReadableStream({ pull() { assert.fail("the body was read"); } }, { highWaterMark: 0 });
  assert.equal((await post({}, body)).status, 401);
});

test("a body that is too long is refused", async () => {
  assert.equal((await post({ "X-Hook-Signature": signature }, "x".repeat((4 << 20) + 1))).status, 413);
});

test("no body at all is refused", async () => {
  assert.equal((await post({ "X-Hook-Signature": signature })).status, 401);
});
