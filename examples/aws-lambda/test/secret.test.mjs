import assert from "node:assert/strict";
import { test } from "node:test";

import { secretReader } from "../receiver/secret.mjs";

// sdk is a stub of the AWS SDK that keeps what was asked.
function sdk(answer) {
  const asked = [];
  class GetSecretValueCommand { constructor(input) { this.input = input; } }
  class SecretsManagerClient {
    async send(command) {
      asked.push(command.input);
      if (answer instanceof Error) throw answer;
      return answer;
    }
  }
  return { asked, load: async () => ({ GetSecretValueCommand, SecretsManagerClient }) };
}

test("asks for the secret by its id", async () => {
  const { asked, load } = sdk({ SecretString: "opensesame" });
  assert.equal(await secretReader({ id: "arn:aws:secret", load })(), "opensesame");
  assert.deepEqual(asked, [{ SecretId: "arn:aws:secret" }]);
});

test("no version yet: null", async () => {
  const { load } = sdk(Object.assign(new Error("can't find"), { name: "ResourceNotFoundException" }));
  assert.equal(await secretReader({ id: "a", load })(), null);
});

test("no permission: an error", async () => {
  const { load } = sdk(Object.assign(new Error("not authorized"), { name: "AccessDeniedException" }));
  await assert.rejects(secretReader({ id: "a", load })(), /not authorized/);
});
