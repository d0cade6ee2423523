import { PlenticoreError } from "@plenticore/core";
import type { LoadOptions } from "../config/load.ts";
import type { Terminal } from "./terminal.ts";

export interface ConfigurationOptions {
  readonly config?: string;
  readonly host?: string;
  readonly port?: number;
  readonly insecureNoAuth?: boolean;
}

/**
 * The file of `--config` or `PLENTICORE_CONFIG`, and what it is read with.
 *
 * @throws PlenticoreError CONFIGURATION_INVALID where neither is given
 */
export function configurationOf(
  { config, host, port, insecureNoAuth }: ConfigurationOptions,
  { env }: Terminal,
): LoadOptions {
  const file = config ?? env["PLENTICORE_CONFIG"];
  if (file === undefined || file === "") {
    throw new PlenticoreError(
      "CONFIGURATION_INVALID",
      "no configuration is given: name a file with --config FILE or PLENTICORE_CONFIG, or try `plenticore-gateway demo`",
    );
  }
  return { file, env, host, port, insecureNoAuth };
}
