import type { IncomingMessage, ServerResponse } from "node:http";
import { createYoga } from "graphql-yoga";
import type { Viewer } from "../auth/viewer.ts";
import type { GatewayConfig } from "../config/types.ts";
import { isBodyTooLarge, toCallerError } from "../errors.ts";
import type { LimitHits } from "../limits/hits.ts";
import type { Operations } from "../operations/operations.ts";
import { type Context, schema } from "../schema/index.ts";
import type { Admit } from "./admission.ts";
import { clientGone } from "./client-gone.ts";
import { corsOptions } from "./cors.ts";
import type { Hold } from "./hold.ts";
import type { ObserveOperation } from "./observe-operation.ts";
import { useJsonOnly } from "./use-json-only.ts";
import type { LiveStreams } from "./use-live-streams.ts";
import { useObservation } from "./use-observation.ts";
import { useOperations } from "./use-operations.ts";
import { useViewer } from "./use-viewer.ts";

export interface GraphQLOptions {
  readonly admit: Admit;
  readonly hold: Hold;
  /** As it is now: it may change while requests come. */
  readonly config: () => GatewayConfig;
  readonly contextOf: (viewer: Viewer, signal: AbortSignal) => Context;
  readonly operations: Operations;
  readonly hits: LimitHits;
  /** Subscriptions by server-sent events. */
  readonly liveStreams: LiveStreams;
  /** Gets the originals of masked errors. */
  readonly onInternal: (original: unknown) => void;
  readonly observe: ObserveOperation;
}

/** What Yoga's node adapter hands over beside the request. */
interface ServerContext {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
}

/** The schema over HTTP: everything of `/graphql` but GraphiQL. */
export function createGraphQL(options: GraphQLOptions) {
  const { admit, hold, config, contextOf, operations, hits, liveStreams, onInternal, observe } = options;
  const viewer = useViewer(admit);
  return createYoga<ServerContext>({
    schema,
    context: ({ request, res }) => contextOf(viewer.viewerOf(request), clientGone(res)),
    plugins: [
      useObservation(observe),
      viewer,
      useJsonOnly({ getQueries: () => config().expose.getQueries }),
      useOperations({ operations, viewerOf: (request) => viewer.viewerOf(request), hold }),
      liveStreams.plugin,
    ],
    maskedErrors: {
      maskError: (error) => {
        if (isBodyTooLarge(error)) hits.count("bodyBytes");
        return toCallerError(error, onInternal);
      },
    },
    cors: () => corsOptions(config().listen.corsOrigins),
    // Ours remembers, for all ways.
    parserAndValidationCache: false,
    maxRequestBodySize: config().limits.bodyBytes,
    batching: false,
    extraParamNames: ["documentId"],
    multipart: false,
    // Ours: the page that works offline, the answers of unknown paths, and the log.
    graphiql: false,
    landingPage: false,
    logging: false,
  });
}
