// A receiver for the deliveries of one Asana webhook, independent of the HTTP server.
//
// It returns the secret of a handshake but does not store it, because anybody can
// start a handshake. It trusts the secret that Terraform writes to the secret store,
// and reads it when a delivery arrives.
//
// Asana sends the first heartbeat, an empty list of events, right after the
// handshake, before Terraform can write the secret. While there is no secret, the
// receiver accepts heartbeats without verifying them, because nothing is done with
// them, and refuses events.

// How long a secret is trusted before the store is read again, in milliseconds.
const MAX_AGE = 5 * 60_000;

// The shortest time between two reads, so that forged deliveries can't cause a flood
// of calls to the store. It is shorter while there is no secret, because Terraform is
// about to write it.
const MIN_AGE = 10_000;
const MIN_AGE_WITHOUT_SECRET = 1_000;

// A delivery is far smaller.
const MAX_BODY = 4 << 20;

/**
 * Returns a function that answers Asana's requests.
 *
 * @param {object} options
 * @param {() => Promise<string|null>} options.readSecret reads the secret store; null: there is no secret yet
 * @param {(events: object[]) => Promise<void>} options.onEvents handles the events of a verified delivery
 * @param {object} [options.log] logs what happens, and never a secret
 * @param {() => number} [options.now] returns the time in milliseconds
 * @returns {(request: {method: string, headers: Headers, body: AsyncIterable<Uint8Array>|Uint8Array[]}) => Promise<{status: number, headers: object}>}
 */
export function createReceiver({ readSecret, onEvents, log = console, now = Date.now }) {
  const secretNotOlderThan = cache(readSecret, log, now);

  async function verify(body, signature) {
    const secret = await secretNotOlderThan(MAX_AGE);
    if (!secret) return 503;
    if (await matches(secret, body, signature)) return 204;
    // After a rotation, the first delivery finds the old secret in the cache.
    return (await matches(await secretNotOlderThan(MIN_AGE), body, signature)) ? 204 : 401;
  }

  // A delivery that can't be verified is refused before its body is read.
  async function deliver(chunks, signature) {
    if (!/^[0-9a-f]{64}$/i.test(signature)) {
      log.warn("refused: the signature is missing or is not 64 hex digits");
      return 401;
    }
    const body = await read(chunks);
    if (!body) {
      log.warn("refused: the body is longer than 4 MiB");
      return 413;
    }
    const status = await verify(body, signature);
    if (status === 503 && parse(body)?.length === 0) {
      log.info("heartbeat accepted without verification: there is no secret yet");
      return 200;
    }
    if (status !== 204) {
      log.warn(status === 401 ? "refused: the signature is wrong" : "refused: there is no secret yet");
      return status;
    }
    const events = parse(body);
    if (!events) {
      log.warn("refused: the signature is right, but the body is not a list of events");
      return 400;
    }
    try {
      await onEvents(events); // an empty list is a heartbeat
    } catch (error) {
      log.error(`the events could not be handled: ${error.message}`);
      return 500; // Asana sends them again
    }
    return 204;
  }

  return async function receive({ method, headers, body }) {
    if (method !== "POST") return { status: 405, headers: { Allow: "POST" } };
    const handshake = headers.get("X-Hook-Secret");
    if (handshake) {
      log.info("handshake: returned X-Hook-Secret");
      return { status: 204, headers: { "X-Hook-Secret": handshake } };
    }
    return { status: await deliver(body, headers.get("X-Hook-Signature") ?? ""), headers: {} };
  };
}

// read returns the body, or null if it is too long. It reads a long body to its end,
// because a client that still sends would not see the response.
async function read(chunks) {
  const kept = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size <= MAX_BODY) kept.push(chunk);
  }
  return size <= MAX_BODY ? Buffer.concat(kept) : null; // the bytes, not text or JSON
}

// cache keeps the secret between requests. While the store fails, the last known
// secret stays in use.
function cache(read, log, now) {
  let secret = null;
  let readAt = -Infinity;
  let reading;
  return async function notOlderThan(age) {
    if (now() - readAt >= (secret ? age : MIN_AGE_WITHOUT_SECRET)) {
      readAt = now();
      reading = read().then(
        (value) => { secret = value || null; },
        (error) => log.error(`the secret can't be read: ${error.message}`),
      );
    }
    await reading;
    return secret;
  };
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
