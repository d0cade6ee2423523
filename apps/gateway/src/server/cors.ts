import type { CORSOptions } from "graphql-yoga";

const methods = ["GET", "POST", "OPTIONS"];
const allowedHeaders = ["authorization", "content-type", "accept"];

/** What Yoga is told: pages of these origins may ask `/graphql`; none: only the gateway's own. */
export const corsOptions = (origins: readonly string[]): CORSOptions =>
  origins.length > 0 && { origin: [...origins], credentials: false, methods, allowedHeaders };

/** The headers that Yoga answers with to a page of `origin` under `corsOptions`; names and values in turn. */
export function corsHeaders(origin: string, origins: readonly string[]): readonly string[] {
  const [only, another] = origins;
  if (only === undefined) return [];
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
  ];
}
