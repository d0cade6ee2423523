import { isIPv6 } from "node:net";

/** Whom an address belongs to: of IPv6 a /64, of which one machine may take any address it likes; of IPv4, also written as IPv6, the address. */
export function networkOf(address: string): string {
  if (!isIPv6(address) || address.includes(".")) return address;
  const [before = "", after] = address.split("::");
  const groups = before.split(":");
  const left = after === undefined || after === "" ? 0 : after.split(":").length;
  while (groups.length + left < 8) groups.push("0");
  return [...groups, ...(after?.split(":") ?? [])].slice(0, 4).join(":");
}
