import type { IncomingMessage, ServerResponse } from "node:http";
import type { ErrorCode } from "@plenticore/core";
import { errorBody } from "../errors.ts";
import type { Logger } from "../log.ts";
import type { ForeignRequests } from "./foreign-requests.ts";
import { createGraphiQLPage, graphiqlPolicy } from "./graphiql.ts";
import type { LogDataRoute } from "./log-data.ts";

export interface RoutesOptions {
  readonly graphql: (request: IncomingMessage, response: ServerResponse) => unknown;
  /** Undefined where the path is not its own. */
  readonly logData: (path: string) => LogDataRoute | undefined;
  readonly graphiql: boolean;
  readonly foreign: ForeignRequests;
  /** Whether new work is welcome. */
  readonly ready: () => boolean;
  readonly log: Logger;
}

type Route = (request: IncomingMessage, response: ServerResponse) => unknown;

/** What is at which path. */
export function createRoutes(options: RoutesOptions): (request: IncomingMessage, response: ServerResponse) => void {
  const graphiqlPage = createGraphiQLPage();
  const routes: Readonly<Record<string, Route>> = {
    "/graphql": async (request, response) => {
      if (!options.graphiql || !wantsPage(request)) return options.graphql(request, response);
      const page = await graphiqlPage();
      response.setHeader("content-security-policy", graphiqlPolicy);
      return send(response, 200, "text/html", page);
    },
    "/healthz": readOnly((response) => send(response, 200, "application/json", '{"status":"alive"}')),
    "/readyz": readOnly((response) =>
      options.ready()
        ? send(response, 200, "application/json", '{"status":"ready"}')
        : send(response, 503, "application/json", '{"status":"closing"}'),
    ),
    "/": readOnly((response) => send(response, 200, "text/plain", signpost)),
  };
  return (request, response) => {
    const path = (request.url ?? "/").split("?")[0] ?? "/";
    const route = Object.hasOwn(routes, path) ? routes[path] : options.logData(path);
    const refusal = options.foreign(request);
    if (refusal !== undefined) {
      refuse(response, 403, "FORBIDDEN", refusal);
    } else if (route === undefined) {
      refuse(response, 404, "NOT_FOUND", "there is nothing at this path; the API is at /graphql");
    } else {
      Promise.resolve(route(request, response)).catch((error: unknown) => {
        options.log.error("a request failed", { path, error: error instanceof Error ? error.message : typeof error });
        if (response.headersSent) response.destroy();
        else refuse(response, 500, "INTERNAL", "the gateway made a mistake; its log tells more");
      });
    }
  };
}

const signpost = "Plenticore Gateway\n\nGraphQL: POST /graphql\nHealth: /healthz, /readyz\n";

const wantsPage = ({ method, headers }: IncomingMessage): boolean =>
  method === "GET" && (headers.accept ?? "").includes("text/html");

const readOnly =
  (answer: (response: ServerResponse) => void): Route =>
  ({ method }, response) => {
    if (method === "GET" || method === "HEAD") return answer(response);
    response.setHeader("allow", "GET, HEAD");
    return refuse(response, 405, "BAD_INPUT", "only GET is possible here");
  };

const refuse = (response: ServerResponse, status: number, code: ErrorCode, message: string): void =>
  send(response, status, "application/json", errorBody(code, message));

function send(response: ServerResponse, status: number, mediaType: string, body: string): void {
  response
    .writeHead(status, {
      "content-type": `${mediaType}; charset=utf-8`,
      "content-length": Buffer.byteLength(body),
      "x-content-type-options": "nosniff",
    })
    .end(body);
}
