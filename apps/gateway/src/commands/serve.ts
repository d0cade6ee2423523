import { resolve } from "node:path";
import { createFleet } from "@plenticore/core";
import { isLoopback } from "../auth/loopback.ts";
import { RunningConfiguration } from "../config/running.ts";
import { isOpen } from "../config/types.ts";
import { watchFile } from "../config/watch-file.ts";
import { createLogger, type LogLevel } from "../log.ts";
import { openTracing } from "../tracing/tracing.ts";
import { availabilityLog } from "./availability-log.ts";
import { type ConfigurationOptions, configurationOf } from "./configuration-option.ts";
import { runGateway } from "./run-gateway.ts";
import type { Terminal } from "./terminal.ts";

export interface ServeOptions extends ConfigurationOptions {
  readonly logLevel: LogLevel;
}

const openToAll = (host: string): string => `
  ##########################################################################
  #  WITHOUT AUTHENTICATION (--insecure-no-auth), listening on ${host}
  #
  #  Everybody who reaches this address reads and changes everything:
  #  settings, passwords and the configuration of every inverter.
  #  To end this: auth.keys in the configuration, with \`key new\`.
  ##########################################################################

`;

/** `plenticore-gateway serve`. A change of the file, or SIGHUP, is taken over while it runs. @returns the exit status */
export async function serve(options: ServeOptions, terminal: Terminal): Promise<number> {
  const log = createLogger({ level: options.logLevel, write: terminal.err, now: terminal.now });
  const running = new RunningConfiguration({ ...configurationOf(options, terminal), log: log.named("configuration") });
  const { config } = running;
  const tracing = await openTracing(terminal.env, log);
  const fleet = createFleet(config.fleet, {
    onAvailability: availabilityLog(log),
    live: { floorMs: config.fastestPaceSeconds * 1000 },
    ...(tracing && { observer: tracing.observer }),
  });
  const ended: (() => void)[] = [];
  try {
    return await runGateway({
      config,
      fleet,
      changes: running,
      log,
      tracing,
      started: (gateway) => {
        running.connect(fleet, async (next) => {
          gateway.reconfigure(next);
          await fleet.reconfigure(next.fleet);
        });
        const reload = (always: boolean) => () => {
          running.reload(always).catch((error: unknown) => {
            log.error("the configuration could not be taken over", {
              error: error instanceof Error ? error.message : typeof error,
            });
          });
        };
        const onHangUp = reload(true);
        process.on("SIGHUP", onHangUp);
        ended.push(watchFile(resolve(running.file), reload(false)), () => process.off("SIGHUP", onHangUp));
        if (isOpen(config) && !isLoopback(config.listen.host)) terminal.out(openToAll(config.listen.host));
        terminal.out(`GraphQL: ${gateway.url}/graphql\n`);
      },
    });
  } finally {
    for (const end of ended) end();
  }
}
