import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import { isInRanges } from "../auth/address-ranges.ts";

/** Whose `X-Forwarded-For` is believed: nobody's, that of whoever connects, or of these addresses and ranges. */
export type TrustProxy = boolean | readonly string[];

/** Whether this address is that of a proxy that is believed. */
export const isProxy = (address: string, trustProxy: TrustProxy): boolean =>
  typeof trustProxy === "boolean" ? trustProxy : isInRanges(address, trustProxy);

/**
 * Who sent the request. Each proxy writes down whom it saw at the end of `X-Forwarded-For`; what stands before is the
 * client's own claim. So it is read from the right: one entry where whoever connects is believed, else as long as who
 * wrote it is a proxy that is believed.
 */
export function clientAddress({ headers, socket }: IncomingMessage, trustProxy: TrustProxy): string {
  const peer = socket.remoteAddress ?? "unknown";
  const seen = [headers["x-forwarded-for"] ?? []].flat().join(",").split(",");
  let address = peer;
  const isBelieved = (): boolean => isProxy(address, trustProxy) && (trustProxy !== true || address === peer);
  while (isBelieved()) {
    const next = seen.pop()?.trim() ?? "";
    if (isIP(next) === 0) break;
    address = next;
    if (trustProxy === true) break;
  }
  return address;
}
