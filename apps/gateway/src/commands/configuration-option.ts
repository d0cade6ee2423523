import { PlenticoreError } from "@plenticore/core";
import { loadConfiguration } from "../config/load.ts";
import type { GatewayConfig } from "../config/types.ts";
import type { Terminal } from "./terminal.ts";

export interface ConfigurationOptions {
  readonly config?: string;
  readonly host?: string;
  readonly port?: number;
}

/**
 * The configuration of `--config` or `PLENTICORE_CONFIG`.
 *
 * @throws PlenticoreError CONFIGURATION_INVALID where neither is given
 * @throws ConfigurationError with every mistake of the file
 */
export function configurationOf({ config, host, port }: ConfigurationOptions, { env }: Terminal): GatewayConfig {
  const file = config ?? env["PLENTICORE_CONFIG"];
  if (file === undefined || file === "") {
    throw new PlenticoreError(
      "CONFIGURATION_INVALID",
      "no configuration is given: name a file with --config FILE or PLENTICORE_CONFIG, or try `plenticore-gateway demo`",
    );
  }
  return loadConfiguration({ file, env, host, port });
}
