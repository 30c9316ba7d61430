// Runs examples/cloudflare-worker in workerd, the runtime of Cloudflare Workers. MODULES
// names a folder that has node_modules with miniflare: see tools/node-tests.sh.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";

import { delivery, deliverySignature, heartbeat, heartbeatSignature } from "../../examples/receiver/test/suite.mjs";

const { Miniflare } = createRequire(join(process.env.MODULES, "package.json"))("miniflare");

const example = fileURLToPath(new URL("../../examples/cloudflare-worker/", import.meta.url));
const [, compatibilityDate] = readFileSync(join(example, "main.tf"), "utf8").match(/compatibility_date = "(.*)"/);

// start starts the Worker as main.tf deploys it.
function start() {
  let log = "";
  const miniflare = new Miniflare({
    modules: true,
    scriptPath: join(example, "worker.mjs"),
    compatibilityDate,
    kvNamespaces: ["SECRETS"],
    cf: false, // otherwise it asks Cloudflare for the properties of requests
    handleRuntimeStdio: (stdout, stderr) => {
      for (const stream of [stdout, stderr]) stream.setEncoding("utf8").on("data", (text) => { log += text; });
    },
  });
  const fetch = (init) => miniflare.dispatchFetch("https://receiver.example.workers.dev/", init);
  const post = (headers, body = "{}") => fetch({ method: "POST", headers, body });
  return {
    fetch, post,
    log: () => log,
    deliver: async (body, signature) => (await post({ "X-Hook-Signature": signature }, body)).status,
    storeSecret: async (secret) => (await miniflare.getKVNamespace("SECRETS")).put("asana-webhook-secret", secret),
    stop: () => miniflare.dispose(),
  };
}

describe("the Worker in workerd", { timeout: 120_000 }, () => {
  let worker;
  before(() => { worker = start(); });
  after(() => worker.stop());

  // The tests are in the order of an apply.
  test("returns the handshake", async () => {
    const answer = await worker.post({ "X-Hook-Secret": "opensesame" });
    assert.equal(answer.status, 204);
    assert.equal(answer.headers.get("X-Hook-Secret"), "opensesame");
  });

  test("accepts the first heartbeat and refuses events before there is a secret", async () => {
    assert.equal(await worker.deliver(heartbeat, heartbeatSignature), 200);
    assert.equal(await worker.deliver(delivery, deliverySignature), 503);
  });

  test("accepts a repeated event once there is a secret", async () => {
    await worker.storeSecret("opensesame");
    let status;
    do status = await worker.deliver(delivery, deliverySignature); while (status === 503);
    assert.equal(status, 204);
  });

  test("verifies everything from then on", async () => {
    assert.equal(await worker.deliver(heartbeat, heartbeatSignature), 204);
    assert.equal(await worker.deliver(heartbeat, deliverySignature), 401);
    assert.equal(await worker.deliver(delivery + " ", deliverySignature), 401);
    assert.equal(await worker.deliver(delivery, ""), 401);
  });

  test("refuses a body that is too long", async () => {
    assert.equal(await worker.deliver("x".repeat((4 << 20) + 1), deliverySignature), 413);
  });

  test("verifies a body that is sent in chunks", async () => {
    const chunks = delivery.match(/.{1,7}/gsu).map((text) => new TextEncoder().encode(text));
    const body = new ReadableStream({
      pull(controller) {
        const chunk = chunks.shift();
        if (chunk) controller.enqueue(chunk); else controller.close();
      },
    });
    const answer = await worker.fetch({
      method: "POST", headers: { "X-Hook-Signature": deliverySignature }, body, duplex: "half",
    });
    assert.equal(answer.status, 204);
  });

  test("answers many deliveries at once", async () => {
    const statuses = await Promise.all(Array.from({ length: 50 }, () => worker.deliver(delivery, deliverySignature)));
    assert.deepEqual(new Set(statuses), new Set([204]));
  });

  test("serves only POST", async () => {
    const answer = await worker.fetch({ method: "GET" });
    assert.equal(answer.status, 405);
    assert.equal(answer.headers.get("Allow"), "POST");
  });

  test("logs events and never a secret or a signature", async () => {
    while (!worker.log().includes("event: task 42 changed")) await new Promise(setImmediate);
    assert.doesNotMatch(worker.log(), /opensesame|[0-9a-f]{16}/);
  });
});
