import assert from "node:assert/strict";
import { test } from "node:test";

import { deliverySignature, heartbeat, heartbeatSignature, testReceiver } from "./suite.mjs";

// newReceiver returns a fresh isolate with a KV namespace. Its clock and its console
// are those of the process, so tests run one after the other.
let isolates = 0;
async function newReceiver(t, { secret }) {
  const r = {
    secret, keys: [], time: 1_700_000_000_000, lines: [],
    get reads() { return r.keys.length; },
    get events() { return r.lines.filter((line) => line.startsWith("event: task 42 changed")); },
  };
  t.mock.method(Date, "now", () => r.time);
  for (const level of ["log", "info", "warn", "error"]) {
    t.mock.method(console, level, (...words) => r.lines.push(words.join(" ")));
  }
  const SECRETS = {
    get: async (key) => {
      r.keys.push(key);
      if (r.secret instanceof Error) throw r.secret;
      return r.secret;
    },
  };
  const { default: worker } = await import(`../worker.mjs?${isolates++}`);
  r.request = ({ method, headers, body }) => {
    const init = { method, headers, duplex: "half" };
    if (body !== undefined) init.body = typeof body === "string" ? body : stream(body);
    return worker.fetch(new Request("https://receiver.example.workers.dev/", init), { SECRETS });
  };
  return r;
}

// stream returns a stream that reads no chunk before it is asked for one.
function stream(body) {
  const chunks = (body[Symbol.asyncIterator] ?? body[Symbol.iterator]).call(body);
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done) controller.close(); else controller.enqueue(value);
    },
    cancel: () => chunks.return?.(),
  }, { highWaterMark: 0 });
}

testReceiver(newReceiver);

test("a delivery without a body: 401", async (t) => {
  const r = await newReceiver(t, { secret: "opensesame" });
  const answer = await r.request({ method: "POST", headers: { "X-Hook-Signature": deliverySignature } });
  assert.equal(answer.status, 401);
});

test("the secret is read under its key", async (t) => {
  const r = await newReceiver(t, { secret: "opensesame" });
  await r.request({ method: "POST", headers: { "X-Hook-Signature": heartbeatSignature }, body: heartbeat });
  assert.deepEqual(r.keys, ["asana-webhook-secret"]);
});
