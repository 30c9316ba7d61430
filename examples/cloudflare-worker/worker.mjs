// A receiver for the deliveries of one Asana webhook, as a Cloudflare Worker.
//
// It returns the secret of a handshake but does not store it, because anybody can
// start a handshake. It trusts the secret that Terraform writes to the KV namespace,
// and reads it when a delivery arrives.
//
// Asana sends the first heartbeat, an empty list of events, right after the
// handshake, before Terraform can write the secret. While there is no secret, the
// Worker accepts heartbeats without verifying them, because nothing is done with
// them, and refuses events.

// Key of the secret in the namespace that is bound as SECRETS.
const KEY = "asana-webhook-secret";

// How long a secret is trusted before KV is read again, in milliseconds.
const MAX_AGE = 5 * 60_000;

// The shortest time between two reads, so that forged deliveries can't cause a flood
// of reads. It is shorter while there is no secret, because Terraform is about to
// write it.
const MIN_AGE = 10_000;
const MIN_AGE_WITHOUT_SECRET = 1_000;

// A delivery is far smaller.
const MAX_BODY = 4 << 20;

export default {
  async fetch(request, env) {
    if (request.method !== "POST") return new Response(null, { status: 405, headers: { Allow: "POST" } });
    const handshake = request.headers.get("X-Hook-Secret");
    if (handshake) {
      console.info("handshake: returned X-Hook-Secret");
      return new Response(null, { status: 204, headers: { "X-Hook-Secret": handshake } });
    }
    const status = await deliver(env, request.body, request.headers.get("X-Hook-Signature") ?? "");
    return new Response(null, { status });
  },
};

// onEvents is where your code goes. Asana waits ten seconds for the response: put
// what takes longer into a queue.
async function onEvents(events) {
  for (const { action, resource, change } of events) {
    console.log("event:", resource?.resource_type, resource?.gid, action, change?.field ?? "");
  }
}

// A delivery that can't be verified is refused before its body is read.
async function deliver(env, stream, signature) {
  if (!/^[0-9a-f]{64}$/i.test(signature)) {
    console.warn("refused: the signature is missing or is not 64 hex digits");
    return 401;
  }
  const body = await read(stream);
  if (!body) {
    console.warn("refused: the body is longer than 4 MiB");
    return 413;
  }
  const status = await verify(env, body, signature);
  if (status === 503 && parse(body)?.length === 0) {
    console.info("heartbeat accepted without verification: there is no secret yet");
    return 200;
  }
  if (status !== 204) {
    console.warn(status === 401 ? "refused: the signature is wrong" : "refused: there is no secret yet");
    return status;
  }
  const events = parse(body);
  if (!events) {
    console.warn("refused: the signature is right, but the body is not a list of events");
    return 400;
  }
  try {
    await onEvents(events); // an empty list is a heartbeat
  } catch (error) {
    console.error(`the events could not be handled: ${error.message}`);
    return 500; // Asana sends them again
  }
  return 204;
}

// read returns the body, or null if it is too long.
async function read(stream) {
  const chunks = [];
  let size = 0;
  for await (const chunk of stream ?? []) {
    size += chunk.length;
    if (size > MAX_BODY) return null; // leaving the loop cancels the stream
    chunks.push(chunk);
  }
  return new Blob(chunks).arrayBuffer(); // the bytes, not text or JSON
}

async function verify(env, body, signature) {
  const secret = await secretNotOlderThan(MAX_AGE, env);
  if (!secret) return 503;
  if (await matches(secret, body, signature)) return 204;
  // After a rotation, the first delivery finds the old secret in the cache.
  return (await matches(await secretNotOlderThan(MIN_AGE, env), body, signature)) ? 204 : 401;
}

// What this isolate read last. A Worker must not await the promise of another request,
// so requests share the result only.
let cached = { secret: null, readAt: -Infinity };

// While KV fails, the last known secret stays in use.
async function secretNotOlderThan(age, env) {
  if (Date.now() - cached.readAt >= (cached.secret ? age : MIN_AGE_WITHOUT_SECRET)) {
    try {
      cached = { secret: await env.SECRETS.get(KEY), readAt: Date.now() };
    } catch (error) {
      console.error(`the secret can't be read: ${error.message}`);
      cached = { ...cached, readAt: Date.now() };
    }
  }
  return cached.secret;
}

// matches reports whether the signature belongs to the bytes as they arrived. JSON
// that was parsed and serialized again has another signature. crypto.subtle compares
// in constant time.
async function matches(secret, body, signature) {
  if (!secret) return false;
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", new TextEncoder().encode(secret), algorithm, false, ["verify"]);
  const claimed = Uint8Array.from(signature.match(/../g), (byte) => parseInt(byte, 16));
  return crypto.subtle.verify("HMAC", key, claimed, body);
}

// parse returns the list of events in a body, or null if there is none.
function parse(body) {
  try {
    const { events } = JSON.parse(new TextDecoder().decode(body));
    return Array.isArray(events) ? events : null;
  } catch {
    return null;
  }
}
