import assert from "node:assert/strict";
import { test } from "node:test";

import { secretReader } from "../receiver/secret.mjs";

const env = { IDENTITY_ENDPOINT: "http://localhost:4141/msi/token", IDENTITY_HEADER: "identity-header" };
const options = { vault: "https://example.vault.azure.net/", name: "asana-webhook", env };

// azure is a stub of the identity endpoint and Key Vault that keeps what was asked.
function azure(status, answer) {
  const asked = [];
  const get = async (url, { headers }) => {
    asked.push({ url, headers });
    return url.startsWith("http://localhost:4141/")
      ? Response.json({ access_token: "token" })
      : Response.json(answer, { status });
  };
  return { asked, get };
}

test("asks for the secret as the app's identity", async () => {
  const { asked, get } = azure(200, { value: "opensesame" });
  assert.equal(await secretReader({ ...options, get })(), "opensesame");
  assert.deepEqual(asked, [
    {
      url: "http://localhost:4141/msi/token?resource=https%3A%2F%2Fvault.azure.net&api-version=2019-08-01",
      headers: { "X-IDENTITY-HEADER": "identity-header" },
    },
    {
      url: "https://example.vault.azure.net/secrets/asana-webhook?api-version=7.4",
      headers: { Authorization: "Bearer token" },
    },
  ]);
});

test("no secret yet: null", async () => {
  assert.equal(await secretReader({ ...options, get: azure(404, {}).get })(), null);
});

test("no permission: an error without the token", async () => {
  await assert.rejects(secretReader({ ...options, get: azure(403, {}).get })(), { message: "Key Vault answers 403" });
});

test("no identity: an error", async () => {
  const get = async () => new Response("", { status: 400 });
  await assert.rejects(secretReader({ ...options, get })(), /identity endpoint answers 400/);
});
