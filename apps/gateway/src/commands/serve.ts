import { resolve } from "node:path";
import { createFleet } from "@plenticore/core";
import { RunningConfiguration } from "../config/running.ts";
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
        terminal.out(`GraphQL: ${gateway.url}/graphql\n`);
      },
    });
  } finally {
    for (const end of ended) end();
  }
}
