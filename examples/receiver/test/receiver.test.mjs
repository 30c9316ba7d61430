import assert from "node:assert/strict";
import { test } from "node:test";

import { createReceiver } from "../receiver.mjs";
import { delivery, deliverySignature, heartbeat, heartbeatSignature, testReceiver } from "./suite.mjs";

async function newReceiver(_t, { secret, onEvents }) {
  const r = { secret, reads: 0, time: 0, events: [], lines: [] };
  const line = (text) => r.lines.push(text);
  const receive = createReceiver({
    readSecret: async () => {
      r.reads++;
      if (r.secret instanceof Error) throw r.secret;
      return r.secret;
    },
    onEvents: onEvents ?? (async (events) => r.events.push(...events)),
    log: { info: line, warn: line, error: line },
    now: () => r.time,
  });
  r.request = ({ method, headers, body = [] }) =>
    receive({
      method,
      headers: new Headers(headers),
      body: typeof body === "string" ? [new TextEncoder().encode(body)] : body,
    });
  return r;
}

testReceiver(newReceiver);

const signed = (body, signature) => ({ method: "POST", headers: { "X-Hook-Signature": signature }, body });

test("the whole answer to a handshake", async (t) => {
  const r = await newReceiver(t, { secret: null });
  const answer = await r.request({ method: "POST", headers: { "X-Hook-Secret": "fresh-secret" }, body: "{}" });
  assert.deepEqual(answer, { status: 204, headers: { "X-Hook-Secret": "fresh-secret" } });
});

test("events arrive as they were sent", async (t) => {
  const r = await newReceiver(t, { secret: "opensesame" });
  await r.request(signed(delivery, deliverySignature));
  assert.deepEqual(r.events, [
    { action: "changed", resource: { gid: "42", resource_type: "task" }, note: "Grüße, 東京 😀" },
  ]);
});

test("events that could not be handled: 500, so that Asana sends them again", async (t) => {
  const r = await newReceiver(t, { secret: "opensesame", onEvents: async () => { throw new Error("no room"); } });
  assert.equal((await r.request(signed(delivery, deliverySignature))).status, 500);
});

test("deliveries at the same time share one read of the secret", async (t) => {
  const r = await newReceiver(t, { secret: "opensesame" });
  await Promise.all(Array.from({ length: 20 }, () => r.request(signed(heartbeat, heartbeatSignature))));
  assert.equal(r.reads, 1);
});
