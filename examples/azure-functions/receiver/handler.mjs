// createHandler translates between Azure's requests and the receiver.
export function createHandler(receive) {
  return async function handler(request) {
    return receive({ method: request.method, headers: request.headers, body: request.body ?? [] });
  };
}
