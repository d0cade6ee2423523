import { newKey } from "../auth/api-key.ts";
import type { Terminal } from "./terminal.ts";

/** `plenticore-gateway key new` */
export function printNewKey({ out }: Terminal): void {
  const { key, hash } = newKey();
  out(
    `key: ${key}\nhash: ${hash}\n\nGive the key to its user now: it is not kept. The hash goes under auth.keys in the configuration.\n`,
  );
}
