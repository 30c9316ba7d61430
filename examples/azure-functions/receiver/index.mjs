// Registers the function with Azure: POST on /api/asana.

import { app } from "@azure/functions";

import { createHandler } from "./handler.mjs";
import { createReceiver } from "./receiver.mjs";
import { secretReader } from "./secret.mjs";

// onEvents is where your code goes. Asana waits ten seconds for the response: put what
// takes longer into a queue.
async function onEvents(events) {
  for (const { action, resource, change } of events) {
    console.log("event:", resource?.resource_type, resource?.gid, action, change?.field ?? "");
  }
}

const readSecret = secretReader({ vault: process.env.KEY_VAULT, name: process.env.SECRET_NAME });

app.http("asana", {
  methods: ["POST"],
  authLevel: "anonymous", // Asana does not log in, it signs its requests
  handler: createHandler(createReceiver({ readSecret, onEvents })),
});
