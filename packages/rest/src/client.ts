import { type Client, createClient } from "./generated/index.ts";
import { checkOptions, type RestOptions } from "./options.ts";
import { type RestRuntime, systemRuntime } from "./runtime.ts";
import { createTransport } from "./transport.ts";

/** The inverter's operations, and the end of them. */
export type RestClient = Client & {
  /** Closes the connections; calls in flight and later ones end as `cancelled`. */
  close(): Promise<void>;
};

/**
 * Makes a client of one inverter; nothing is sent before the first call. Throws TypeError for a wrong option.
 * Calls resolve whatever network and device do, and reject only with a TypeError: arguments that the specification forbids.
 */
export function createRestClient(options: RestOptions, runtime: RestRuntime = systemRuntime): RestClient {
  const transport = createTransport(checkOptions(options), runtime);
  const client = createClient(transport.send, options.paths === undefined ? {} : { paths: options.paths });
  return { ...client, close: () => transport.close() };
}
