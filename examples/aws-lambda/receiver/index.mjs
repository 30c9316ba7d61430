// The Lambda function behind the function URL.

import { createReceiver } from "./receiver.mjs";
import { secretReader } from "./secret.mjs";

// onEvents is where your code goes. Asana waits ten seconds for the response: put what
// takes longer into a queue.
async function onEvents(events) {
  for (const { action, resource, change } of events) {
    console.log("event:", resource?.resource_type, resource?.gid, action, change?.field ?? "");
  }
}

// createHandler returns a Lambda handler that passes its requests to a receiver.
export function createHandler(receive) {
  return async function handler(event) {
    const { status, headers } = await receive({
      method: event.requestContext.http.method,
      headers: new Headers(event.headers),
      // The signature is of the bytes. Which of the two forms arrives depends on the
      // Content-Type. Lambda itself limits a request to 6 MB.
      body: [Buffer.from(event.body ?? "", event.isBase64Encoded ? "base64" : "utf8")],
    });
    return { statusCode: status, headers };
  };
}

export const handler = createHandler(
  createReceiver({ readSecret: secretReader({ id: process.env.SECRET_ID }), onEvents }),
);
