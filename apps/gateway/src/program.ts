import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import type { ConfigurationOptions } from "./commands/configuration-option.ts";
import type { DemoOptions } from "./commands/demo.ts";
import { printNewKey } from "./commands/key.ts";
import type { ServeOptions } from "./commands/serve.ts";
import { describeFailure, type Terminal } from "./commands/terminal.ts";
import { defaultListen } from "./config/types.ts";
import { logLevels } from "./log.ts";
import { version } from "./version.ts";

/** Runs one command line. @returns the exit status */
export async function runProgram(args: readonly string[], terminal: Terminal): Promise<number> {
  let status = 0;
  const program = createProgram(terminal, (commandStatus) => {
    status = commandStatus;
  });
  try {
    await program.parseAsync([...args], { from: "user" });
    return status;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    for (const line of describeFailure(error)) terminal.err(`${line}\n`);
    return 1;
  }
}

// The commands are imported when they run: `key new` needs no HTTP server.
function createProgram(terminal: Terminal, finish: (status: number) => void): Command {
  const program = new Command("plenticore-gateway")
    .description("One GraphQL endpoint in front of KOSTAL PIKO IQ and PLENTICORE plus inverters.")
    .version(version())
    .exitOverride()
    .configureOutput({
      writeOut: terminal.out,
      // Told by runProgram, as one line.
      writeErr: () => undefined,
      outputError: () => undefined,
    });
  const config = new Option(
    "--config <file>",
    "the configuration (YAML); default: the file that PLENTICORE_CONFIG names",
  );
  const logLevel = new Option("--log-level <level>", "the least to log").choices(logLevels).default("info");
  const host = new Option("--host <host>", `the address to listen on (default: ${defaultListen.host})`);
  const port = new Option(
    "--port <port>",
    `the port to listen on, 0 for a free one (default: ${defaultListen.port})`,
  ).argParser(parseInteger(0, 65_535));

  const insecureNoAuth = (description: string): Option => new Option("--insecure-no-auth", description);

  program
    .command("serve")
    .description("answer GraphQL for the configured inverters")
    .addOption(config)
    .addOption(host)
    .addOption(port)
    .addOption(
      insecureNoAuth(
        "where the configuration has no auth, let everybody in as ADMIN on any address, not on loopback only",
      ),
    )
    .addOption(logLevel)
    .action(async (options: ServeOptions) => {
      const { serve } = await import("./commands/serve.ts");
      finish(await serve(options, terminal));
    });
  program
    .command("demo")
    .description("start simulated inverters and a gateway in front of them")
    .option("--inverters <count>", "how many", parseInteger(1, 100), 3)
    .addOption(host)
    .addOption(port)
    .addOption(new Option("--log-level <level>", "the least to log").choices(logLevels).default("warn"))
    .action(async (options: Partial<DemoOptions> & Pick<DemoOptions, "inverters" | "logLevel">) => {
      const { demo } = await import("./commands/demo.ts");
      finish(await demo({ ...defaultListen, ...options }, terminal));
    });
  program
    .command("check")
    .description("log in to each configured inverter and tell what it is")
    .addOption(config)
    .addOption(
      insecureNoAuth(
        "find nothing wrong with an address that others reach without auth, as serve with the same option",
      ),
    )
    .action(async (options: ConfigurationOptions) => {
      const { check } = await import("./commands/check.ts");
      finish(await check(options, terminal));
    });
  program
    .command("schema")
    .description("print the GraphQL schema")
    .action(async () => {
      const { printedSchema } = await import("./schema/index.ts");
      terminal.out(printedSchema());
    });
  program
    .command("key")
    .description("API keys of the gateway")
    .command("new")
    .description("make a key, and the hash that stands for it in the configuration")
    .action(() => printNewKey(terminal));
  return program;
}

const parseInteger =
  (min: number, max: number) =>
  (text: string): number => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    throw new InvalidArgumentError(`Expected a whole number from ${min} to ${max}.`);
  };
