// createHandler returns a handler for Azure that passes its requests to a receiver.
export function createHandler(receive) {
  return async function handler(request) {
    return receive({ method: request.method, headers: request.headers, body: request.body ?? [] });
  };
}
