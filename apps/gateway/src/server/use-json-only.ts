import type { Plugin } from "graphql-yoga";
import { errorBody, expectedBody, MalformedRequest } from "../errors.ts";

/** Made anew for each response, since a response notes its length in what it is given. */
const init = (status: number, more: Record<string, string> = {}) => ({
  status,
  headers: { "content-type": "application/json; charset=utf-8", ...more },
});

export interface JsonOnlyOptions {
  /** Whether queries may be asked by GET, where they stand in logs and histories. */
  readonly getQueries: () => boolean;
}

/** Bodies are JSON: forms and plain text could be posted by any web page without asking the browser's leave. */
export function useJsonOnly({ getQueries }: JsonOnlyOptions): Plugin {
  return {
    onRequestParse(event) {
      const { request, fetchAPI } = event;
      if (request.method === "GET" && !getQueries()) {
        const body = errorBody("BAD_INPUT", "only POST is possible here: GET is switched off (expose.getQueries)");
        event.endResponse(new fetchAPI.Response(body, init(405, { allow: "POST" })));
        return;
      }
      const mediaType = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
      if (request.method !== "POST") return;
      if (mediaType === "application/json") {
        // The parser can't tell it from a body that breaks off.
        if (hasNoBody(request)) throw new MalformedRequest("BAD_INPUT", `the body is empty: ${expectedBody}`);
        return;
      }
      const body = errorBody("BAD_INPUT", "the body must be JSON: send `Content-Type: application/json`");
      event.endResponse(new fetchAPI.Response(body, init(415)));
    },
    onResponse(event) {
      const { response, fetchAPI } = event;
      if (response.status !== 406 || response.body !== null) return;
      const body = errorBody(
        "BAD_INPUT",
        "accept application/graphql-response+json or application/json, of a subscription text/event-stream",
      );
      event.setResponse(new fetchAPI.Response(body, init(406)));
    },
  };
}

const hasNoBody = ({ headers }: Request): boolean =>
  Number(headers.get("content-length") ?? 0) === 0 && !headers.has("transfer-encoding");
