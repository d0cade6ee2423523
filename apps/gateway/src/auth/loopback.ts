import { isIPv4, isIPv6 } from "node:net";

/** Whether only this machine reaches the address. */
export function isLoopback(host: string): boolean {
  const address = host.replace(/^\[(.*)\]$/, "$1").toLowerCase();
  if (isIPv4(address)) return address.startsWith("127.");
  if (isIPv6(address)) return address === "::1" || address.startsWith("::ffff:127.");
  return address === "localhost" || address.endsWith(".localhost");
}

/** The host of a `Host` header, without its port. */
export const hostOfHeader = (header: string): string => header.replace(/:\d+$/, "");
