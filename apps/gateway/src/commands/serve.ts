import { createFleet } from "@plenticore/core";
import { createLogger, type LogLevel } from "../log.ts";
import { availabilityLog } from "./availability-log.ts";
import { type ConfigurationOptions, configurationOf } from "./configuration-option.ts";
import { runGateway } from "./run-gateway.ts";
import type { Terminal } from "./terminal.ts";

export interface ServeOptions extends ConfigurationOptions {
  readonly logLevel: LogLevel;
}

/** `plenticore-gateway serve`. @returns the exit status */
export async function serve(options: ServeOptions, terminal: Terminal): Promise<number> {
  const config = configurationOf(options, terminal);
  const log = createLogger({ level: options.logLevel, write: terminal.err, now: terminal.now });
  return runGateway({
    config,
    fleet: createFleet(config.fleet, { onAvailability: availabilityLog(log) }),
    log,
    started: ({ url }) => terminal.out(`GraphQL: ${url}/graphql\n`),
  });
}
