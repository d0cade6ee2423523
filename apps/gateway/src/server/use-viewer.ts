import type { IncomingMessage } from "node:http";
import { isPlenticoreError, type PlenticoreError } from "@plenticore/core";
import type { FetchAPI, Plugin } from "graphql-yoga";
import type { Authenticate } from "../auth/authenticate.ts";
import type { Viewer } from "../auth/viewer.ts";
import { errorBody, retryAfter } from "../errors.ts";
import type { Rates } from "../limits/rates.ts";
import type { Refusals } from "../limits/refusals.ts";
import type { Logger } from "../log.ts";
import { clientAddress } from "./client-address.ts";

export interface ViewerOptions {
  readonly authenticate: Authenticate;
  readonly rates: Rates;
  readonly refusals: Refusals;
  readonly trustProxy: () => boolean;
  readonly log: Logger;
}

/** What Yoga's node adapter hands over beside the request. */
interface ServerContext extends Record<string, unknown> {
  readonly req: IncomingMessage;
}

type ViewerPlugin = Plugin<object, ServerContext> & {
  /** @throws Error where the request did not come through this plugin */
  viewerOf(request: Request): Viewer;
};

/** Who asks, known before anything of the request is read; without a known key the answer is 401. */
export function useViewer({ authenticate, rates, refusals, trustProxy, log }: ViewerOptions): ViewerPlugin {
  const viewers = new WeakMap<Request, Viewer>();
  return {
    viewerOf: (request) => {
      const viewer = viewers.get(request);
      if (viewer === undefined) throw new Error("a request without a viewer was executed");
      return viewer;
    },
    onRequest(event) {
      const { request, serverContext, fetchAPI } = event;
      try {
        const viewer = authenticate(request.headers.get("authorization"));
        rates.request(viewer, serverContext.req);
        viewers.set(request, viewer);
      } catch (error) {
        if (!isPlenticoreError(error)) throw error;
        const client = clientAddress(serverContext.req, trustProxy());
        const end = (): void => event.endResponse(refusal(error, fetchAPI));
        const held = refusals.hold(client);
        if (held !== undefined) return held.then(end);
        // Of whom is known, the limits' counts tell.
        if (error.code === "UNAUTHENTICATED") log.warn("refused a request", { client, reason: error.message });
        end();
      }
      return undefined;
    },
  };
}

function refusal(error: PlenticoreError, { Response }: FetchAPI): Response {
  const { code, message, retryAfterMs } = error;
  const isTooMuch = retryAfterMs !== undefined;
  return new Response(errorBody(code, message, error), {
    status: isTooMuch ? 429 : 401,
    headers: {
      "content-type": "application/json; charset=utf-8",
      ...(isTooMuch ? retryAfter(retryAfterMs) : { "www-authenticate": "Bearer" }),
    },
  });
}
