// The receiving end of one Asana webhook, as a Cloudflare Worker.
//
// It sends the secret of a handshake back but does not keep it, for anybody may
// start a handshake. The secret that it trusts is the one that Terraform has put
// into the KV namespace, and it reads that when the first delivery comes: the
// handshake happens before there is a secret.

// Where the secret is in the namespace that is bound as SECRETS.
const KEY = "asana-webhook-secret";

// A secret that was replaced stops counting after this long, in milliseconds.
const OLDEST = 5 * 60_000;

// Forged deliveries must not become a flood of reads: KV is asked again only after
// this long.
const SOONEST = 10_000;

// A delivery is far smaller.
const MAX_BODY = 4 << 20;

export default {
  async fetch(request, env) {
    if (request.method !== "POST") return new Response(null, { status: 405, headers: { Allow: "POST" } });
    const handshake = request.headers.get("X-Hook-Secret");
    if (handshake) {
      console.info("handshake: X-Hook-Secret goes back as it came");
      return new Response(null, { status: 204, headers: { "X-Hook-Secret": handshake } });
    }
    const status = await deliver(env, request.body, request.headers.get("X-Hook-Signature") ?? "");
    return new Response(null, { status });
  },
};

// onEvents is where your code goes. Asana waits ten seconds for the answer: what
// takes longer belongs in a queue.
async function onEvents(events) {
  for (const { action, resource, change } of events) {
    console.log("event:", resource?.resource_type, resource?.gid, action, change?.field ?? "");
  }
}

// What could not verify is refused before any of it is read.
async function deliver(env, stream, signature) {
  if (!/^[0-9a-f]{64}$/i.test(signature)) {
    console.warn("refused: no signature, or not one of 64 hex digits");
    return 401;
  }
  const body = await read(stream);
  if (!body) {
    console.warn("refused: longer than 4 MiB");
    return 413;
  }
  const status = await verify(env, body, signature);
  if (status !== 204) {
    console.warn(status === 401 ? "refused: the signature is wrong" : "refused: there is no secret yet");
    return status;
  }
  const events = parse(body);
  if (!events) {
    console.warn("refused: signed, but not a list of events");
    return 400;
  }
  try {
    await onEvents(events); // none at all is a heartbeat
  } catch (error) {
    console.error(`events not taken: ${error.message}`);
    return 500; // Asana sends them again
  }
  return 204;
}

// read returns the body, or null if it is too long.
async function read(stream) {
  const pieces = [];
  let size = 0;
  for await (const piece of stream ?? []) {
    size += piece.length;
    if (size > MAX_BODY) return null; // to leave the loop cancels the stream
    pieces.push(piece);
  }
  return new Blob(pieces).arrayBuffer(); // the bytes, not text or JSON
}

// After a rotation the first delivery finds the old secret in the cache.
async function verify(env, body, signature) {
  if (await matches(await secretNotOlderThan(OLDEST, env), body, signature)) return 204;
  const secret = await secretNotOlderThan(SOONEST, env);
  if (!secret) return 503;
  return (await matches(secret, body, signature)) ? 204 : 401;
}

// What this isolate last read. A Worker must not wait for the promise of another
// request, so only the result is shared.
let cached = { secret: null, readAt: -Infinity };

// When KV does not answer, the last known secret goes on being used.
async function secretNotOlderThan(age, env) {
  if (Date.now() - cached.readAt >= age) {
    try {
      cached = { secret: await env.SECRETS.get(KEY), readAt: Date.now() };
    } catch (error) {
      console.error(`the secret can't be read: ${error.message}`);
      cached = { ...cached, readAt: Date.now() };
    }
  }
  return cached.secret;
}

// matches says whether the signature is of the very bytes that came: JSON that was
// parsed and written again would not do. crypto.subtle compares in constant time.
async function matches(secret, body, signature) {
  if (!secret) return false;
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", new TextEncoder().encode(secret), algorithm, false, ["verify"]);
  const claimed = Uint8Array.from(signature.match(/../g), (byte) => parseInt(byte, 16));
  return crypto.subtle.verify("HMAC", key, claimed, body);
}

function parse(body) {
  try {
    const { events } = JSON.parse(new TextDecoder().decode(body));
    return Array.isArray(events) ? events : null;
  } catch {
    return null;
  }
}
