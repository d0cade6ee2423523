import type { IncomingMessage, ServerResponse } from "node:http";
import { type CORSOptions, createYoga } from "graphql-yoga";
import { createAudit } from "../audit.ts";
import type { Authenticate } from "../auth/authenticate.ts";
import type { FleetChanges } from "../config/running.ts";
import type { GatewayConfig } from "../config/types.ts";
import { toCallerError } from "../errors.ts";
import type { Logger } from "../log.ts";
import { type Context, schema } from "../schema/index.ts";
import { clientGone } from "./client-gone.ts";
import { useErrors } from "./use-errors.ts";
import { useJsonOnly } from "./use-json-only.ts";
import { usageLimits, useUsageLimits } from "./use-usage-limits.ts";
import { useViewer } from "./use-viewer.ts";

export interface GraphQLOptions {
  readonly authenticate: Authenticate;
  /** As it is now: it may change while requests come. */
  readonly config: () => GatewayConfig;
  readonly changes: FleetChanges;
  readonly log: Logger;
}

/** What Yoga's node adapter hands over beside the request. */
interface ServerContext {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
}

/** The schema over HTTP: everything of `/graphql` but GraphiQL. */
export function createGraphQL({ authenticate, config, changes, log }: GraphQLOptions) {
  const audit = createAudit(log.named("audit"));
  const viewer = useViewer({ authenticate, trustProxy: () => config().listen.trustProxy, log: log.named("auth") });
  return createYoga<ServerContext>({
    schema,
    context: ({ request, res }): Context => ({
      viewer: viewer.viewerOf(request),
      signal: clientGone(res),
      audit,
      secretPlaces: config().secretPlaces,
      changes,
    }),
    plugins: [viewer, useJsonOnly(), useUsageLimits(), useErrors()],
    maskedErrors: {
      maskError: (error) =>
        toCallerError(error, (original) => log.error("a mistake of the gateway", () => describeOriginal(original))),
    },
    cors: () => corsOf(config().listen.corsOrigins),
    maxRequestBodySize: usageLimits.bodyBytes,
    multipart: false,
    // Ours: the page that works offline, the answers of unknown paths, and the log.
    graphiql: false,
    landingPage: false,
    logging: false,
  });
}

const corsOf = (origins: readonly string[]): CORSOptions =>
  origins.length > 0 && {
    origin: [...origins],
    credentials: false,
    methods: ["GET", "POST", "OPTIONS"],
    allowedHeaders: ["authorization", "content-type", "accept"],
  };

function describeOriginal(original: unknown): Record<string, unknown> {
  if (!(original instanceof Error)) return { error: typeof original };
  return { error: original.message, stack: original.stack };
}
