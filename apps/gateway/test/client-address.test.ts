import type { IncomingMessage } from "node:http";
import { expect, test } from "vitest";
import { clientAddress, type TrustProxy } from "../src/server/client-address.ts";

const from = (remoteAddress: string, forwarded: string | undefined): IncomingMessage =>
  ({ headers: { "x-forwarded-for": forwarded }, socket: { remoteAddress } }) as unknown as IncomingMessage;

const proxy = "10.0.0.2";

test.each<[what: string, peer: string, forwarded: string | undefined, trust: TrustProxy, want: string]>([
  ["nobody is believed by default", "203.0.113.7", "198.51.100.1", false, "203.0.113.7"],
  ["without a header it is who connects", proxy, undefined, true, proxy],
  ["the right-most entry is what the proxy saw", proxy, "198.51.100.1, 203.0.113.7", true, "203.0.113.7"],
  ["a client's own entries are never reached", proxy, "127.0.0.1, 203.0.113.7", true, "203.0.113.7"],
  ["a named proxy is believed", proxy, "203.0.113.7", [proxy], "203.0.113.7"],
  ["also by its range, also as IPv4 in IPv6", "::ffff:10.0.0.2", "203.0.113.7", ["10.0.0.0/24"], "203.0.113.7"],
  ["who is none of them is not", "203.0.113.9", "198.51.100.1", [proxy], "203.0.113.9"],
  ["a proxy behind a proxy, both named", proxy, "203.0.113.7, 10.0.0.3", ["10.0.0.0/24"], "203.0.113.7"],
  [
    "what a client claims behind them is not read",
    proxy,
    "10.0.0.9, 203.0.113.7, 10.0.0.3",
    ["10.0.0.0/24"],
    "203.0.113.7",
  ],
  ["IPv6", "fd00::2", "2001:db8::7", ["fd00::/8"], "2001:db8::7"],
  ["what is no address is not told", proxy, '"><script>', true, proxy],
  ["nothing is not told either", proxy, "203.0.113.7, ", [proxy], proxy],
  ["an empty list believes nobody", proxy, "203.0.113.7", [], proxy],
])("%s", (_what, peer, forwarded, trust, want) => {
  expect(clientAddress(from(peer, forwarded), trust)).toBe(want);
});
