import assert from "node:assert/strict";
import { test } from "node:test";

import { secretReader } from "../receiver/secret.mjs";

const name = "projects/example/secrets/asana-webhook";

// google answers like the metadata server and Secret Manager, and keeps what was asked.
function google(status, answer) {
  const asked = [];
  const get = async (url, { headers }) => {
    asked.push({ url, headers });
    return url.startsWith("http://metadata.google.internal/")
      ? Response.json({ access_token: "token", expires_in: 3599 })
      : Response.json(answer, { status });
  };
  return { asked, get };
}

test("asks for the latest version as the instance's account", async () => {
  const { asked, get } = google(200, { payload: { data: "b3BlbnNlc2FtZQ==" } });
  assert.equal(await secretReader({ name, get })(), "opensesame");
  assert.deepEqual(asked[0].headers, { "Metadata-Flavor": "Google" });
  assert.equal(asked[1].url, "https://secretmanager.googleapis.com/v1/projects/example/secrets/asana-webhook/versions/latest:access");
  assert.deepEqual(asked[1].headers, { Authorization: "Bearer token" });
});

test("no version yet: null", async () => {
  assert.equal(await secretReader({ name, get: google(404, {}).get })(), null);
});

test("no permission: an error without the token", async () => {
  await assert.rejects(secretReader({ name, get: google(403, {}).get })(), { message: "Secret Manager answers 403" });
});

test("no metadata server: an error", async () => {
  const get = async () => new Response("", { status: 404 });
  await assert.rejects(secretReader({ name, get })(), /metadata server answers 404/);
});
