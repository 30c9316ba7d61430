import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { createReceiver } from "../receiver.mjs";

// Signatures were made with openssl dgst -sha256 -hmac, the first secret being
// "opensesame", the second "sesame-2".
const heartbeat = '{"events":[]}';
const heartbeatSignature = "85c020c9b2b374bad7c0241e5be933107ca358a69c0ccf4382b3e0c7df94bfaf";
const heartbeatSignature2 = "e0adc874f52e06295af2376d9e5bde156e19c4226e8cb9293e3b0a780907d5b5";
// With an empty secret, which anybody knows.
const heartbeatUnkeyed = "1d4bb05748163f0d436bb86d78f5cf6acf5e88beeef39d675fcded7e525785c3";
const delivery =
  '{ "events" : [ {"action":"changed",  "resource":{"gid":"42","resource_type":"task"},"note":"Grüße, 東京 😀"} ] }';
const deliverySignature = "2e5f9ba855b1d81707e32efc5971e868fe68674b6304a8ff553ac940a01a2930";
const deliverySignature2 = "f79dc981f2cacdf882e1d2575c0e8ecc1b769aa07e30df127aeb6f88086d76ae";

// world is a receiver with a secret store, a clock and a log that tests can see.
function world({ secret = "opensesame", onEvents } = {}) {
  const w = { secret, reads: 0, time: 0, events: [], lines: [] };
  const line = (text) => w.lines.push(text);
  w.receive = createReceiver({
    readSecret: async () => {
      w.reads++;
      if (w.secret instanceof Error) throw w.secret;
      return w.secret;
    },
    onEvents: onEvents ?? (async (events) => w.events.push(...events)),
    log: { info: line, warn: line, error: line },
    now: () => w.time,
  });
  w.post = (headers, body = "{}") =>
    w.receive({ method: "POST", headers: new Headers(headers), body: [new TextEncoder().encode(body)] });
  w.deliver = async (body, signature) => (await w.post({ "X-Hook-Signature": signature }, body)).status;
  return w;
}

// unread is a body that must not be asked for.
async function* unread() {
  assert.fail("the body was read");
  yield; // makes it a generator
}

describe("handshake", () => {
  for (const name of ["X-Hook-Secret", "x-hook-secret", "X-HOOK-SECRET"]) {
    test(`${name} goes back as it came`, async () => {
      const w = world({ secret: null });
      const answer = await w.post({ [name]: "fresh-secret" });
      assert.deepEqual(answer, { status: 204, headers: { "X-Hook-Secret": "fresh-secret" } });
      assert.equal(w.reads, 0, "a handshake must work without the secret store");
    });
  }

  test("does not wait for the body", async () => {
    const answer = await world().receive({
      method: "POST", headers: new Headers({ "X-Hook-Secret": "fresh-secret" }), body: unread(),
    });
    assert.equal(answer.status, 204);
  });

  test("does not change the secret that is trusted", async () => {
    const w = world();
    await w.post({ "X-Hook-Secret": "sesame-2" });
    assert.equal(await w.deliver(heartbeat, heartbeatSignature2), 401);
    assert.equal(await w.deliver(heartbeat, heartbeatSignature), 204);
  });
});

describe("delivery", () => {
  const changed = delivery.replace("changed", "deleted");
  const cases = {
    "right signature": [delivery, deliverySignature, 204],
    "upper-case signature": [delivery, deliverySignature.toUpperCase(), 204],
    "heartbeat": [heartbeat, heartbeatSignature, 204],
    "wrong signature": [delivery, "0".repeat(64), 401],
    "signature of another body": [changed, deliverySignature, 401],
    "signature of the same JSON, spaced otherwise": [JSON.stringify(JSON.parse(delivery)), deliverySignature, 401],
    "signature with another secret": [delivery, deliverySignature2, 401],
    "empty signature": [delivery, "", 401],
    "shorter signature": [delivery, deliverySignature.slice(0, 62), 401],
    "longer signature": [delivery, deliverySignature + "00", 401],
    "signature that is not hex": [delivery, "z".repeat(64), 401],
    "signed, but not JSON": ["hello", "f80a37479c051f7b63119ee8a40eb6687710db67c175fbf9a1eca098f1258053", 400],
    "signed null": ["null", "9f45c8626d44f4526d65eebf7f15d27fbbc481b22f013181ee8c95e55a2075a7", 400],
    "signed, but events are no list": [
      '{"events":null}', "93343b905f2bc5b39a62a6084a9a886ee133740e43b8f761eec4b79327873bea", 400,
    ],
  };
  for (const [name, [body, signature, status]] of Object.entries(cases)) {
    test(`${name}: ${status}`, async () => {
      const w = world();
      assert.equal(await w.deliver(body, signature), status);
      assert.equal(w.events.length, status === 204 && body !== heartbeat ? 1 : 0);
    });
  }

  test("without a signature: 401", async () => {
    assert.equal((await world().post({}, delivery)).status, 401);
  });

  for (const signature of ["", deliverySignature.slice(0, 62), "z".repeat(64)]) {
    test(`with the signature ${JSON.stringify(signature)}: 401 without reading the body`, async () => {
      const answer = await world().receive({
        method: "POST", headers: new Headers({ "X-Hook-Signature": signature }), body: unread(),
      });
      assert.equal(answer.status, 401);
    });
  }

  test("in many pieces is put together", async () => {
    const pieces = [...new TextEncoder().encode(delivery)].map((byte) => Uint8Array.of(byte));
    const answer = await world().receive({
      method: "POST", headers: new Headers({ "X-Hook-Signature": deliverySignature }), body: pieces,
    });
    assert.equal(answer.status, 204);
  });

  const limit = 4 << 20;
  for (const [name, size, status] of [["4 MiB", limit, 401], ["one byte more", limit + 1, 413], ["a flood", 100 * limit, 413]]) {
    test(`of ${name}: ${status}`, async () => {
      const piece = new Uint8Array(1 << 20);
      async function* body() {
        let left = size;
        for (; left > piece.length; left -= piece.length) yield piece;
        yield piece.subarray(0, left);
      }
      const w = world();
      const answer = await w.receive({
        method: "POST", headers: new Headers({ "X-Hook-Signature": deliverySignature }), body: body(),
      });
      assert.deepEqual(answer, { status, headers: {} });
      assert.equal(w.lines.includes("refused: the body is longer than 4 MiB"), status === 413);
    });
  }

  test("events arrive as they were sent", async () => {
    const w = world();
    await w.deliver(delivery, deliverySignature);
    assert.deepEqual(w.events, [
      { action: "changed", resource: { gid: "42", resource_type: "task" }, note: "Grüße, 東京 😀" },
    ]);
  });

  test("that could not be worked on: 500, so that it is sent again", async () => {
    const w = world({ onEvents: async () => { throw new Error("no room"); } });
    assert.equal(await w.deliver(delivery, deliverySignature), 500);
  });

  test("only POST is served", async () => {
    const answer = await world().receive({ method: "GET", headers: new Headers(), body: unread() });
    assert.deepEqual(answer, { status: 405, headers: { Allow: "POST" } });
  });
});

describe("secret", () => {
  // The order of an apply: Asana's first heartbeat follows the handshake at once,
  // and Terraform stores the secret only after that.
  test("arrives after the handshake and the first heartbeat", async () => {
    const w = world({ secret: null });
    assert.equal((await w.post({ "X-Hook-Secret": "opensesame" })).status, 204);
    assert.equal(await w.deliver(heartbeat, heartbeatSignature), 200);
    assert.equal(await w.deliver(delivery, deliverySignature), 503, "an event can't be verified yet");
    w.secret = "opensesame";
    w.time += 1_000;
    assert.equal(await w.deliver(delivery, deliverySignature), 204);
    assert.equal(await w.deliver(heartbeat, heartbeatSignature), 204);
    assert.equal(await w.deliver(heartbeat, heartbeatSignature2), 401, "heartbeats are verified from now on");
    assert.equal(w.events.length, 1);
  });

  for (const none of [null, ""]) {
    describe(`that is ${JSON.stringify(none)}`, () => {
      const cases = {
        "heartbeat": [heartbeat, heartbeatSignature, 200],
        "heartbeat with spaces": ['{ "events": [ ] }', heartbeatSignature, 200],
        "heartbeat signed with an empty key": [heartbeat, heartbeatUnkeyed, 200],
        "heartbeat without a signature": [heartbeat, "", 401],
        "events": [delivery, deliverySignature, 503],
        "one event that is null": ['{"events":[null]}', heartbeatSignature, 503],
        "events that are not a list": ['{"events":{"length":0}}', heartbeatSignature, 503],
        "no events": ["{}", heartbeatSignature, 503],
        "no JSON": ["hello", heartbeatSignature, 503],
      };
      for (const [name, [body, signature, status]] of Object.entries(cases)) {
        test(`${name}: ${status}`, async () => {
          const w = world({ secret: none, onEvents: async () => assert.fail("nothing is verified") });
          assert.equal(await w.deliver(body, signature), status);
        });
      }
    });
  }

  test("that can't be read: heartbeats 200, events 503", async () => {
    const w = world({ secret: new Error("store is down") });
    assert.equal(await w.deliver(heartbeat, heartbeatSignature), 200);
    assert.equal(await w.deliver(delivery, deliverySignature), 503);
    assert.match(w.lines.join("\n"), /store is down/);
  });

  test("that does not exist yet is read once a second", async () => {
    const w = world({ secret: null });
    for (let i = 0; i < 50; i++) await w.deliver(delivery, deliverySignature);
    assert.equal(w.reads, 1);
    w.time += 1_000;
    for (let i = 0; i < 50; i++) await w.deliver(delivery, deliverySignature);
    assert.equal(w.reads, 2);
  });

  test("is read once for many deliveries", async () => {
    const w = world();
    await Promise.all(Array.from({ length: 20 }, () => w.deliver(heartbeat, heartbeatSignature)));
    assert.equal(w.reads, 1);
  });

  test("that was rotated is picked up with the first delivery that needs it", async () => {
    const w = world();
    assert.equal(await w.deliver(delivery, deliverySignature), 204);
    w.secret = "sesame-2";
    w.time += 10_000;
    assert.equal(await w.deliver(delivery, deliverySignature2), 204);
    assert.equal(await w.deliver(delivery, deliverySignature), 401, "the old secret must not count any more");
  });

  test("that was replaced stops counting after five minutes, whatever comes", async () => {
    const w = world();
    await w.deliver(delivery, deliverySignature);
    w.secret = "sesame-2";
    w.time += 5 * 60_000;
    assert.equal(await w.deliver(delivery, deliverySignature), 401);
  });

  test("is not read for every forged delivery", async () => {
    const w = world();
    for (let i = 0; i < 50; i++) await w.deliver(delivery, deliverySignature2);
    assert.equal(w.reads, 1);
    w.time += 10_000;
    for (let i = 0; i < 50; i++) await w.deliver(delivery, deliverySignature2);
    assert.equal(w.reads, 2);
  });

  test("stays in use while the store does not answer", async () => {
    const w = world();
    await w.deliver(delivery, deliverySignature);
    w.secret = new Error("store is down");
    w.time += 5 * 60_000;
    assert.equal(await w.deliver(delivery, deliverySignature), 204);
    assert.match(w.lines.join("\n"), /store is down/);
  });

  test("and signatures are never logged", async () => {
    const w = world();
    await w.post({ "X-Hook-Secret": "fresh-secret" });
    await w.deliver(delivery, deliverySignature);
    await w.deliver(delivery, deliverySignature2);
    await w.deliver("hello", "f80a37479c051f7b63119ee8a40eb6687710db67c175fbf9a1eca098f1258053");
    w.secret = new Error("store is down");
    w.time += 5 * 60_000;
    await w.deliver(delivery, deliverySignature);
    assert.ok(w.lines.length >= 4, "the log says what happens");
    assert.doesNotMatch(w.lines.join("\n"), /opensesame|fresh-secret|sesame-2|[0-9a-f]{16}/);
  });
});
