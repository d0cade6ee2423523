import type { ServerResponse } from "node:http";

/**
 * Aborts when the client goes away before its answer is complete. The request's own signal would tell it too, but asking
 * for it costs an exception at the end of every answer.
 */
export function clientGone(response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  // Who left before this moment fires no event any more.
  if (response.destroyed) gone.abort();
  response.once("close", () => {
    if (!response.writableEnded) gone.abort();
  });
  return gone.signal;
}
