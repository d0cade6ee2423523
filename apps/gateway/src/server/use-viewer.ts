import type { IncomingMessage } from "node:http";
import { isPlenticoreError } from "@plenticore/core";
import type { Plugin } from "graphql-yoga";
import type { Authenticate } from "../auth/authenticate.ts";
import type { Viewer } from "../auth/viewer.ts";
import { errorBody, retryAfter } from "../errors.ts";
import type { Rates } from "../limits/rates.ts";
import type { Logger } from "../log.ts";
import { clientAddress } from "./client-address.ts";

export interface ViewerOptions {
  readonly authenticate: Authenticate;
  readonly rates: Rates;
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
export function useViewer({ authenticate, rates, trustProxy, log }: ViewerOptions): ViewerPlugin {
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
        // Of whom is known, the limits' counts tell; a line for each would be one more thing to flood.
        const { code, message, retryAfterMs } = error;
        if (retryAfterMs === undefined)
          log.warn("refused a request", {
            client: clientAddress(serverContext.req, trustProxy()),
            reason: message,
          });
        const isTooMuch = retryAfterMs !== undefined;
        event.endResponse(
          new fetchAPI.Response(errorBody(code, message, error), {
            status: isTooMuch ? 429 : 401,
            headers: {
              "content-type": "application/json; charset=utf-8",
              ...(isTooMuch ? retryAfter(retryAfterMs) : { "www-authenticate": "Bearer" }),
            },
          }),
        );
      }
    },
  };
}
