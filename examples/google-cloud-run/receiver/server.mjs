// The server in the container.

import { createServer } from "node:http";
import { pathToFileURL } from "node:url";

import { createReceiver } from "./receiver.mjs";
import { secretReader } from "./secret.mjs";

// onEvents is where your code goes. Asana waits ten seconds for the response: put what
// takes longer into a queue.
async function onEvents(events) {
  for (const { action, resource, change } of events) {
    console.log("event:", resource?.resource_type, resource?.gid, action, change?.field ?? "");
  }
}

// serve returns a server that passes its requests to a receiver.
export function serve(receive) {
  return createServer(async (req, res) => {
    try {
      const { status, headers } = await receive({ method: req.method, headers: headersOf(req), body: req });
      res.writeHead(status, headers).end();
    } catch (error) {
      console.error(`request failed: ${error.message}`);
      res.writeHead(500).end();
    }
  });
}

// headersOf returns all headers of a request, including those that are in it twice.
function headersOf(req) {
  const headers = new Headers();
  for (let i = 0; i < req.rawHeaders.length; i += 2) headers.append(req.rawHeaders[i], req.rawHeaders[i + 1]);
  return headers;
}

// True if this file runs as a program, false if a test imports it.
if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const server = serve(createReceiver({ readSecret: secretReader({ name: process.env.SECRET }), onEvents }));
  server.listen(process.env.PORT ?? 8080);
  process.on("SIGTERM", () => server.close()); // Cloud Run stops the instance: complete the open requests
}
