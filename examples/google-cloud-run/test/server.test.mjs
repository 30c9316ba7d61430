import assert from "node:assert/strict";
import { once } from "node:events";
import { Agent, request } from "node:http";
import { after, before, test } from "node:test";

import { createReceiver } from "../receiver/receiver.mjs";
import { serve } from "../receiver/server.mjs";

// Signed with openssl dgst -sha256 -hmac opensesame.
const delivery =
  '{ "events" : [ {"action":"changed",  "resource":{"gid":"42","resource_type":"task"},"note":"Grüße, 東京 😀"} ] }';
const signature = "2e5f9ba855b1d81707e32efc5971e868fe68674b6304a8ff553ac940a01a2930";

const quiet = { info() {}, warn() {}, error() {} };
const server = serve(createReceiver({ readSecret: async () => "opensesame", onEvents: async () => {}, log: quiet }));
let url;

before(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${server.address().port}/`;
});
after(() => server.close());

const post = (headers, body) => fetch(url, { method: "POST", headers, body });

test("the handshake is returned", async () => {
  const answer = await post({ "X-Hook-Secret": "fresh-secret" }, "{}");
  assert.equal(answer.status, 204);
  assert.equal(answer.headers.get("X-Hook-Secret"), "fresh-secret");
});

test("a body is verified as it is", async () => {
  assert.equal((await post({ "X-Hook-Signature": signature }, delivery)).status, 204);
  assert.equal((await post({ "X-Hook-Signature": signature }, delivery + " ")).status, 401);
});

test("only POST is served", async () => {
  const answer = await fetch(url);
  assert.equal(answer.status, 405);
  assert.equal(answer.headers.get("Allow"), "POST");
});

test("a body that is too long is refused", async () => {
  assert.equal((await post({ "X-Hook-Signature": signature }, "x".repeat((4 << 20) + 1))).status, 413);
});

test("a request without a signature is refused before its body ends, and its connection stays usable", { timeout: 20_000 }, async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  try {
    const req = request(url, { method: "POST", agent });
    req.write("x"); // and no end
    const [answer] = await once(req, "response");
    assert.equal(answer.statusCode, 401);
    req.end("x".repeat(8 << 20));
    await once(answer.resume(), "close");

    const next = request(url, { method: "POST", agent, headers: { "X-Hook-Secret": "fresh-secret" } }).end("{}");
    const [handshake] = await once(next, "response");
    assert.equal(handshake.statusCode, 204);
  } finally {
    agent.destroy();
  }
});
