import type { IncomingMessage } from "node:http";
import { isPlenticoreError } from "@plenticore/core";
import type { Plugin } from "graphql-yoga";
import type { Authenticate } from "../auth/authenticate.ts";
import type { Viewer } from "../auth/viewer.ts";
import { errorBody } from "../errors.ts";
import type { Logger } from "../log.ts";
import { clientAddress, type TrustProxy } from "./client-address.ts";

export interface ViewerOptions {
  readonly authenticate: Authenticate;
  readonly trustProxy: () => TrustProxy;
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
export function useViewer({ authenticate, trustProxy, log }: ViewerOptions): ViewerPlugin {
  const viewers = new WeakMap<Request, Viewer>();
  return {
    viewerOf: (request) => {
      const viewer = viewers.get(request);
      if (viewer === undefined) throw new Error("a request without a viewer was executed");
      return viewer;
    },
    onRequest(event) {
      const { request, serverContext, fetchAPI } = event;
      const refuse = (error: unknown): void => {
        if (!isPlenticoreError(error)) throw error;
        log.warn("refused a request", {
          client: clientAddress(serverContext.req, trustProxy()),
          reason: error.message,
        });
        event.endResponse(
          new fetchAPI.Response(errorBody(error.code, error.message), {
            status: 401,
            headers: { "content-type": "application/json; charset=utf-8", "www-authenticate": "Bearer" },
          }),
        );
      };
      try {
        const found = authenticate(request.headers.get("authorization"));
        if (found instanceof Promise) return found.then((viewer) => void viewers.set(request, viewer), refuse);
        viewers.set(request, found);
      } catch (error) {
        refuse(error);
      }
      return undefined;
    },
  };
}
