import { BlockList, isIP } from "node:net";
import { isLoopback } from "./loopback.ts";

/** Addresses that the internet does not route: RFC 1918, RFC 4193, link-local (RFC 3927, RFC 4291). */
const privateAddresses = new BlockList();
for (const [address, bits] of [
  ["10.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
  ["169.254.0.0", 16],
] as const) {
  privateAddresses.addSubnet(address, bits, "ipv4");
}
privateAddresses.addSubnet("fc00::", 7, "ipv6");
privateAddresses.addSubnet("fe80::", 10, "ipv6");

/** Endings that public name servers don't know: RFC 6762, RFC 8375, ICANN's `internal`, and those of home routers that are no top-level domain. */
const localEndings = [".local", ".home.arpa", ".internal", ".lan", ".home", ".localdomain"];

/** Whether only the local network can give this name a meaning: nobody on the internet can point it at a machine here. */
export function isLocalName(name: string): boolean {
  const host = name.toLowerCase().replace(/\.$/, "");
  if (host === "") return false;
  return isLoopback(host) || !host.includes(".") || localEndings.some((ending) => host.endsWith(ending));
}

/** Whether the host of a url is in the local network, or this machine. */
export function isLocalHost(host: string): boolean {
  const address = host.replace(/^\[(.*)\]$/, "$1");
  const version = isIP(address);
  if (version === 0) return isLocalName(host);
  return isLoopback(address) || privateAddresses.check(address, version === 4 ? "ipv4" : "ipv6");
}
