// The receiving end of one Asana webhook, whatever serves it over HTTP.
//
// It sends the secret of a handshake back but does not keep it, for anybody may
// start a handshake. The secret that it trusts is the one that Terraform has put
// into the secret store, and it reads that when the first delivery comes: the
// handshake happens before there is a secret.

// A secret that was replaced stops counting after this long, in milliseconds.
const OLDEST = 5 * 60_000;

// Forged deliveries must not become a flood of calls to the secret store: it is
// asked again only after this long.
const SOONEST = 10_000;

// A delivery is far smaller.
const MAX_BODY = 4 << 20;

/**
 * Makes a function that answers the requests of Asana.
 *
 * @param {object} options
 * @param {() => Promise<string|null>} options.readSecret reads the secret store; null: there is none yet
 * @param {(events: object[]) => Promise<void>} options.onEvents gets the events of a verified delivery
 * @param {object} [options.log] gets what happens, and never a secret
 * @param {() => number} [options.now] the time in milliseconds
 * @returns {(request: {method: string, headers: Headers, body: AsyncIterable<Uint8Array>|Uint8Array[]}) => Promise<{status: number, headers: object}>}
 */
export function createReceiver({ readSecret, onEvents, log = console, now = Date.now }) {
  const secretNotOlderThan = cache(readSecret, log, now);

  // After a rotation the first delivery finds the old secret in the cache.
  async function verify(body, signature) {
    if (await matches(await secretNotOlderThan(OLDEST), body, signature)) return 204;
    const secret = await secretNotOlderThan(SOONEST);
    if (!secret) return 503;
    return (await matches(secret, body, signature)) ? 204 : 401;
  }

  // What could not verify is refused before any of it is read.
  async function deliver(pieces, signature) {
    if (!/^[0-9a-f]{64}$/i.test(signature)) {
      log.warn("refused: no signature, or not one of 64 hex digits");
      return 401;
    }
    const body = await read(pieces);
    if (!body) {
      log.warn("refused: longer than 4 MiB");
      return 413;
    }
    const status = await verify(body, signature);
    if (status !== 204) {
      log.warn(status === 401 ? "refused: the signature is wrong" : "refused: there is no secret yet");
      return status;
    }
    const events = parse(body);
    if (!events) {
      log.warn("refused: signed, but not a list of events");
      return 400;
    }
    try {
      await onEvents(events); // none at all is a heartbeat
    } catch (error) {
      log.error(`events not taken: ${error.message}`);
      return 500; // Asana sends them again
    }
    return 204;
  }

  return async function receive({ method, headers, body }) {
    if (method !== "POST") return { status: 405, headers: { Allow: "POST" } };
    const handshake = headers.get("X-Hook-Secret");
    if (handshake) {
      log.info("handshake: X-Hook-Secret goes back as it came");
      return { status: 204, headers: { "X-Hook-Secret": handshake } };
    }
    return { status: await deliver(body, headers.get("X-Hook-Signature") ?? ""), headers: {} };
  };
}

// read returns the body, or null if it is too long. It reads to the end even then,
// for a client that still sends would not see the answer.
async function read(pieces) {
  const kept = [];
  let size = 0;
  for await (const piece of pieces) {
    size += piece.length;
    if (size <= MAX_BODY) kept.push(piece);
  }
  return size <= MAX_BODY ? Buffer.concat(kept) : null; // the bytes, not text or JSON
}

// cache keeps the secret between requests. When the store does not answer, the
// last known secret goes on being used.
function cache(read, log, now) {
  let secret = null;
  let readAt = -Infinity;
  let reading;
  return async function notOlderThan(age) {
    if (now() - readAt >= age) {
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
