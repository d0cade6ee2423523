import type { IncomingMessage } from "node:http";
import type { CORSOptions } from "graphql-yoga";

/** What a page of an allowed origin may do at a path. */
export interface CorsGrant {
  readonly methods: readonly string[];
  readonly allowedHeaders: readonly string[];
  /** Headers of the answer that the page may read, besides those that any may. */
  readonly exposedHeaders?: readonly string[];
}

const graphql: CorsGrant = {
  methods: ["GET", "POST", "OPTIONS"],
  allowedHeaders: ["authorization", "content-type", "accept"],
};

/** What Yoga is told: pages of these origins may ask `/graphql`; none: only the gateway's own. */
export const corsOptions = (origins: readonly string[]): CORSOptions =>
  origins.length > 0 && {
    origin: [...origins],
    credentials: false,
    methods: [...graphql.methods],
    allowedHeaders: [...graphql.allowedHeaders],
  };

/**
 * The headers for a page's request; names and values in turn, none where no page asks. For `/graphql` they are what Yoga
 * answers with under `corsOptions`. Pages of other origins were refused before.
 */
export function corsHeaders(
  { headers: { origin } }: Pick<IncomingMessage, "headers">,
  origins: readonly string[],
  { methods, allowedHeaders, exposedHeaders }: CorsGrant = graphql,
): readonly string[] {
  const [only, another] = origins;
  if (origin === undefined || only === undefined) return [];
  const allowed = (): string[] => {
    if (origins.includes("*")) return [origin, "vary", "Origin"];
    if (another === undefined) return [only];
    return origins.includes(origin) ? [origin, "vary", "Origin"] : ["null"];
  };
  return [
    "access-control-allow-origin",
    ...allowed(),
    ...["access-control-allow-methods", methods.join(", ")],
    ...["access-control-allow-headers", allowedHeaders.join(", ")],
    ...(exposedHeaders === undefined ? [] : ["access-control-expose-headers", exposedHeaders.join(", ")]),
  ];
}
