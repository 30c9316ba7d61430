// Tests of a receiver, whatever server or runtime it is for.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

// Signatures were made with openssl dgst -sha256 -hmac. The first secret is
// "opensesame", the second is "sesame-2".
export const heartbeat = '{"events":[]}';
export const heartbeatSignature = "85c020c9b2b374bad7c0241e5be933107ca358a69c0ccf4382b3e0c7df94bfaf";
export const heartbeatSignature2 = "e0adc874f52e06295af2376d9e5bde156e19c4226e8cb9293e3b0a780907d5b5";
// With an empty secret, which anybody knows.
const heartbeatUnkeyed = "1d4bb05748163f0d436bb86d78f5cf6acf5e88beeef39d675fcded7e525785c3";
export const delivery =
  '{ "events" : [ {"action":"changed",  "resource":{"gid":"42","resource_type":"task"},"note":"Grüße, 東京 😀"} ] }';
export const deliverySignature = "2e5f9ba855b1d81707e32efc5971e868fe68674b6304a8ff553ac940a01a2930";
const deliverySignature2 = "f79dc981f2cacdf882e1d2575c0e8ecc1b769aa07e30df127aeb6f88086d76ae";

/**
 * Defines the tests.
 *
 * @param {(t: object, options: {secret?: string|null|Error}) => Promise<object>} newReceiver returns
 *   a receiver with a secret store, a clock and a log that the tests can see:
 *   request({ method, headers, body }) returns { status, headers } as the receiver answers,
 *   where body is text, an iterable of chunks, or absent;
 *   secret is what the store has, an Error if it fails; reads counts how often it was read;
 *   time is the clock, in milliseconds; events and lines are what was handled and logged.
 */
export function testReceiver(newReceiver) {
  // start returns a receiver with shorter ways to call it.
  async function start(t, { secret = "opensesame" } = {}) {
    const r = await newReceiver(t, { secret });
    r.post = (headers, body = "{}") => r.request({ method: "POST", headers, body });
    r.deliver = async (body, signature) => (await r.post({ "X-Hook-Signature": signature }, body)).status;
    return r;
  }

  // unread is a body that must not be read.
  async function* unread() {
    assert.fail("the body was read");
    yield; // makes it a generator
  }

  describe("handshake", () => {
    for (const name of ["X-Hook-Secret", "x-hook-secret", "X-HOOK-SECRET"]) {
      test(`${name} is returned`, async (t) => {
        const r = await start(t, { secret: null });
        const answer = await r.post({ [name]: "fresh-secret" });
        assert.equal(answer.status, 204);
        assert.equal(new Headers(answer.headers).get("X-Hook-Secret"), "fresh-secret");
        assert.equal(r.reads, 0, "a handshake must work without the secret store");
      });
    }

    test("does not wait for the body", async (t) => {
      const r = await start(t);
      assert.equal((await r.post({ "X-Hook-Secret": "fresh-secret" }, unread())).status, 204);
    });

    test("does not change the secret that is trusted", async (t) => {
      const r = await start(t);
      await r.post({ "X-Hook-Secret": "sesame-2" });
      assert.equal(await r.deliver(heartbeat, heartbeatSignature2), 401);
      assert.equal(await r.deliver(heartbeat, heartbeatSignature), 204);
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
      "signature of the same JSON with other spaces": [JSON.stringify(JSON.parse(delivery)), deliverySignature, 401],
      "signature with another secret": [delivery, deliverySignature2, 401],
      "longer signature": [delivery, deliverySignature + "00", 401],
      "signed, but not JSON": ["hello", "f80a37479c051f7b63119ee8a40eb6687710db67c175fbf9a1eca098f1258053", 400],
      "signed null": ["null", "9f45c8626d44f4526d65eebf7f15d27fbbc481b22f013181ee8c95e55a2075a7", 400],
      "signed, but events are not a list": [
        '{"events":null}', "93343b905f2bc5b39a62a6084a9a886ee133740e43b8f761eec4b79327873bea", 400,
      ],
    };
    for (const [name, [body, signature, status]] of Object.entries(cases)) {
      test(`${name}: ${status}`, async (t) => {
        const r = await start(t);
        assert.equal(await r.deliver(body, signature), status);
        assert.equal(r.events.length, status === 204 && body !== heartbeat ? 1 : 0);
      });
    }

    test("without a signature: 401 without reading the body", async (t) => {
      assert.equal((await (await start(t)).post({}, unread())).status, 401);
    });

    for (const signature of ["", deliverySignature.slice(0, 62), "z".repeat(64)]) {
      test(`with the signature ${JSON.stringify(signature)}: 401 without reading the body`, async (t) => {
        assert.equal(await (await start(t)).deliver(unread(), signature), 401);
      });
    }

    test("in chunks is put together", async (t) => {
      const chunks = [...new TextEncoder().encode(delivery)].map((byte) => Uint8Array.of(byte));
      assert.equal(await (await start(t)).deliver(chunks, deliverySignature), 204);
    });

    const limit = 4 << 20;
    for (const [name, size, status] of [["4 MiB", limit, 401], ["one byte more", limit + 1, 413], ["400 MiB", 100 * limit, 413]]) {
      test(`of ${name}: ${status}`, async (t) => {
        const chunk = new Uint8Array(1 << 20);
        let ended = false;
        async function* body() {
          try {
            let left = size;
            for (; left > chunk.length; left -= chunk.length) yield chunk;
            yield chunk.subarray(0, left);
          } finally {
            ended = true;
          }
        }
        const r = await start(t);
        assert.equal(await r.deliver(body(), deliverySignature), status);
        assert.ok(ended, "the rest of the body is still read or awaited");
        assert.equal(r.lines.includes("refused: the body is longer than 4 MiB"), status === 413);
      });
    }

    test("only POST is served", async (t) => {
      const answer = await (await start(t)).request({ method: "GET", headers: {} });
      assert.equal(answer.status, 405);
      assert.equal(new Headers(answer.headers).get("Allow"), "POST");
    });
  });

  describe("secret", () => {
    // The order of an apply: Asana's first heartbeat follows the handshake at once,
    // and Terraform stores the secret only after that.
    test("arrives after the handshake and the first heartbeat", async (t) => {
      const r = await start(t, { secret: null });
      assert.equal((await r.post({ "X-Hook-Secret": "opensesame" })).status, 204);
      assert.equal(await r.deliver(heartbeat, heartbeatSignature), 200);
      assert.equal(await r.deliver(delivery, deliverySignature), 503, "an event can't be verified yet");
      r.secret = "opensesame";
      r.time += 1_000;
      assert.equal(await r.deliver(delivery, deliverySignature), 204);
      assert.equal(await r.deliver(heartbeat, heartbeatSignature), 204);
      assert.equal(await r.deliver(heartbeat, heartbeatSignature2), 401, "heartbeats are verified from now on");
      assert.equal(r.events.length, 1);
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
          test(`${name}: ${status}`, async (t) => {
            const r = await start(t, { secret: none });
            assert.equal(await r.deliver(body, signature), status);
            assert.deepEqual(r.events, [], "nothing is verified");
          });
        }
      });
    }

    test("that can't be read: heartbeats 200, events 503", async (t) => {
      const r = await start(t, { secret: new Error("store is down") });
      assert.equal(await r.deliver(heartbeat, heartbeatSignature), 200);
      assert.equal(await r.deliver(delivery, deliverySignature), 503);
      assert.match(r.lines.join("\n"), /store is down/);
    });

    test("that does not exist yet is read once a second", async (t) => {
      const r = await start(t, { secret: null });
      for (let i = 0; i < 50; i++) await r.deliver(delivery, deliverySignature);
      assert.equal(r.reads, 1);
      r.time += 1_000;
      for (let i = 0; i < 50; i++) await r.deliver(delivery, deliverySignature);
      assert.equal(r.reads, 2);
    });

    test("is read once for many deliveries", async (t) => {
      const r = await start(t);
      for (let i = 0; i < 20; i++) await r.deliver(heartbeat, heartbeatSignature);
      assert.equal(r.reads, 1);
    });

    test("that was rotated is picked up with the first delivery that needs it", async (t) => {
      const r = await start(t);
      assert.equal(await r.deliver(delivery, deliverySignature), 204);
      r.secret = "sesame-2";
      r.time += 10_000;
      assert.equal(await r.deliver(delivery, deliverySignature2), 204);
      assert.equal(await r.deliver(delivery, deliverySignature), 401, "the old secret is no longer valid");
    });

    test("that was replaced is no longer valid after five minutes, whatever arrives", async (t) => {
      const r = await start(t);
      await r.deliver(delivery, deliverySignature);
      r.secret = "sesame-2";
      r.time += 5 * 60_000;
      assert.equal(await r.deliver(delivery, deliverySignature), 401);
    });

    test("is not read for every forged delivery", async (t) => {
      const r = await start(t);
      for (let i = 0; i < 50; i++) await r.deliver(delivery, deliverySignature2);
      assert.equal(r.reads, 1);
      r.time += 10_000;
      for (let i = 0; i < 50; i++) await r.deliver(delivery, deliverySignature2);
      assert.equal(r.reads, 2);
    });

    test("stays in use while the store fails", async (t) => {
      const r = await start(t);
      await r.deliver(delivery, deliverySignature);
      r.secret = new Error("store is down");
      r.time += 5 * 60_000;
      assert.equal(await r.deliver(delivery, deliverySignature), 204);
      assert.match(r.lines.join("\n"), /store is down/);
    });

    test("and signatures are never logged", async (t) => {
      const r = await start(t);
      await r.post({ "X-Hook-Secret": "fresh-secret" });
      await r.deliver(delivery, deliverySignature);
      await r.deliver(delivery, deliverySignature2);
      await r.deliver("hello", "f80a37479c051f7b63119ee8a40eb6687710db67c175fbf9a1eca098f1258053");
      r.secret = new Error("store is down");
      r.time += 5 * 60_000;
      await r.deliver(delivery, deliverySignature);
      assert.ok(r.lines.length >= 4, "the log shows what happens");
      assert.doesNotMatch(r.lines.join("\n"), /opensesame|fresh-secret|sesame-2|[0-9a-f]{16}/);
    });
  });
}
