// createHandler translates between Azure's requests and the receiver.
export function createHandler(receive) {
  return async function handler(request) {
    const body = new Uint8Array(await request.arrayBuffer()); // the bytes, not text or JSON
    return receive({ method: request.method, headers: request.headers, body });
  };
}
