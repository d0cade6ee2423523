import type { IncomingMessage, ServerResponse } from "node:http";
import type { Logger } from "../log.ts";
import type { DashboardFiles } from "./dashboard.ts";
import type { ForeignRequests } from "./foreign-requests.ts";
import { createGraphiQLPage, graphiqlPolicy } from "./graphiql.ts";
import type { LogDataRoute } from "./log-data.ts";
import { refuse, send } from "./respond.ts";

export interface RoutesOptions {
  readonly graphql: (request: IncomingMessage, response: ServerResponse) => unknown;
  /** Undefined where the path is not its own. */
  readonly logData: (path: string) => LogDataRoute | undefined;
  readonly metrics: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  /** Whether GraphiQL is there. */
  readonly graphiql: () => boolean;
  /** Undefined where it is switched off. */
  readonly dashboard: DashboardFiles | undefined;
  readonly foreign: ForeignRequests;
  /** Whether new work is welcome. */
  readonly ready: () => boolean;
  readonly log: Logger;
}

type Route = (request: IncomingMessage, response: ServerResponse) => unknown;

/** What is at which path. */
export function createRoutes(options: RoutesOptions): (request: IncomingMessage, response: ServerResponse) => void {
  const graphiqlPage = createGraphiQLPage();
  const sendGraphiQL = async (response: ServerResponse): Promise<void> => {
    const page = await graphiqlPage();
    response.setHeader("content-security-policy", graphiqlPolicy);
    send(response, 200, "text/html", page);
  };
  const { dashboard } = options;
  const sendFile: Route = (request, response) => dashboard?.(request, response, () => nothing(response));
  const fileAt = ({ method = "" }: IncomingMessage): Route | undefined =>
    dashboard && ["GET", "HEAD"].includes(method) ? sendFile : undefined;
  const routes: Readonly<Record<string, Route>> = {
    "/graphql": (request, response) =>
      options.graphiql() && wantsPage(request) ? sendGraphiQL(response) : options.graphql(request, response),
    "/healthz": readOnly((response) => send(response, 200, "application/json", '{"status":"alive"}')),
    "/readyz": readOnly((response) =>
      options.ready()
        ? send(response, 200, "application/json", '{"status":"ready"}')
        : send(response, 503, "application/json", '{"status":"closing"}'),
    ),
    "/metrics": readOnly((response, request) => options.metrics(request, response)),
    "/": readOnly((response, request) =>
      dashboard ? sendFile(request, response) : send(response, 200, "text/plain", signpost),
    ),
  };
  return (request, response) => {
    const path = (request.url ?? "/").split("?")[0] ?? "/";
    const route = Object.hasOwn(routes, path) ? routes[path] : (options.logData(path) ?? fileAt(request));
    const refusal = options.foreign(request);
    if (refusal !== undefined) {
      refuse(response, 403, "FORBIDDEN", refusal);
    } else if (route === undefined) {
      nothing(response);
    } else {
      Promise.try(route, request, response).catch((error: unknown) => {
        options.log.error("a request failed", { path, error: error instanceof Error ? error.message : typeof error });
        if (response.headersSent) response.destroy();
        else refuse(response, 500, "INTERNAL", "the gateway made a mistake; its log tells more");
      });
    }
  };
}

const nothing = (response: ServerResponse): void =>
  refuse(response, 404, "NOT_FOUND", "there is nothing at this path; the API is at /graphql");

const signpost = "Plenticore Gateway\n\nGraphQL: POST /graphql\nHealth: /healthz, /readyz\nMetrics: /metrics\n";

const wantsPage = ({ method, headers }: IncomingMessage): boolean =>
  method === "GET" && (headers.accept ?? "").includes("text/html");

const readOnly =
  (answer: (response: ServerResponse, request: IncomingMessage) => unknown): Route =>
  (request, response) => {
    if (request.method === "GET" || request.method === "HEAD") return answer(response, request);
    response.setHeader("allow", "GET, HEAD");
    return refuse(response, 405, "BAD_INPUT", "only GET and HEAD are possible here");
  };
