import type { IncomingMessage } from "node:http";
import { isPlenticoreError, type PlenticoreError } from "@plenticore/core";
import type { FetchAPI, Plugin } from "graphql-yoga";
import type { Viewer } from "../auth/viewer.ts";
import { errorBody, retryAfter } from "../errors.ts";
import type { Admit } from "./admission.ts";

/** What Yoga's node adapter hands over beside the request. */
interface ServerContext extends Record<string, unknown> {
  readonly req: IncomingMessage;
}

type ViewerPlugin = Plugin<object, ServerContext> & {
  /** @throws Error where the request did not come through this plugin */
  viewerOf(request: Request): Viewer;
};

/** Who asks, known before anything of the request is read; without a known key the answer is 401, over its rate 429. */
export function useViewer(admit: Admit): ViewerPlugin {
  const viewers = new WeakMap<Request, Viewer>();
  return {
    viewerOf: (request) => {
      const viewer = viewers.get(request);
      if (viewer === undefined) throw new Error("a request without a viewer was executed");
      return viewer;
    },
    onRequest(event) {
      const { request, serverContext, fetchAPI } = event;
      const viewer = admit(serverContext.req);
      if (!(viewer instanceof Promise)) {
        viewers.set(request, viewer);
        return undefined;
      }
      return viewer.then(
        (late) => void viewers.set(request, late),
        (error: unknown) => {
          if (!isPlenticoreError(error)) throw error;
          event.endResponse(refusal(error, fetchAPI));
        },
      );
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
