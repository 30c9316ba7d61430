import assert from "node:assert/strict";
import { test } from "node:test";

import { createHandler } from "../receiver/index.mjs";
import { createReceiver } from "../receiver/receiver.mjs";

// Signed with openssl dgst -sha256 -hmac opensesame.
const delivery =
  '{ "events" : [ {"action":"changed",  "resource":{"gid":"42","resource_type":"task"},"note":"Grüße, 東京 😀"} ] }';
const signature = "2e5f9ba855b1d81707e32efc5971e868fe68674b6304a8ff553ac940a01a2930";

const quiet = { info() {}, warn() {}, error() {} };
const handler = createHandler(
  createReceiver({ readSecret: async () => "opensesame", onEvents: async () => {}, log: quiet }),
);

// event returns what a function URL passes to Lambda, as far as it is used.
function event(headers, body, isBase64Encoded = false) {
  return { version: "2.0", headers, body, isBase64Encoded, requestContext: { http: { method: "POST" } } };
}

test("the handshake is returned", async () => {
  const answer = await handler(event({ "x-hook-secret": "fresh-secret" }, "{}"));
  assert.deepEqual(answer, { statusCode: 204, headers: { "X-Hook-Secret": "fresh-secret" } });
});

test("a body as text is verified as it is", async () => {
  assert.equal((await handler(event({ "x-hook-signature": signature }, delivery))).statusCode, 204);
});

test("a body in base64 is decoded first", async () => {
  const encoded = Buffer.from(delivery).toString("base64");
  assert.equal((await handler(event({ "x-hook-signature": signature }, encoded, true))).statusCode, 204);
  assert.equal((await handler(event({ "x-hook-signature": signature }, encoded, false))).statusCode, 401);
});

test("a body that is too long is refused", async () => {
  const body = "x".repeat((4 << 20) + 1);
  assert.equal((await handler(event({ "x-hook-signature": signature }, body))).statusCode, 413);
});

test("no body at all is refused", async () => {
  assert.equal((await handler(event({ "x-hook-signature": signature }, undefined))).statusCode, 401);
});
