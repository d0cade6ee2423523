import type { IncomingMessage } from "node:http";

/** Who sent the request: behind a proxy the last address that it wrote down, which is the one it saw itself. */
export function clientAddress({ headers, socket }: IncomingMessage, trustProxy: boolean): string {
  const forwarded = trustProxy ? headers["x-forwarded-for"] : undefined;
  const last = [forwarded].flat().at(-1)?.split(",").at(-1)?.trim();
  return last || (socket.remoteAddress ?? "unknown");
}
