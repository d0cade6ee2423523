import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { startControl } from "./control.ts";
import { isSimulatorError } from "./errors.ts";
import { defaults } from "./options.ts";
import { isProfileName, profileNames } from "./profiles/index.ts";
import type { ProfileName } from "./profiles/profile.ts";
import { startSimulator } from "./simulator.ts";
import type { Simulator } from "./types.ts";

/** Exit status of a wrong command line, and of a machine that refuses. */
const BAD_USAGE = 2;
const FAILED = 1;
const MOST_DEVICES = 1_000;

interface Flags {
  readonly port: number;
  readonly host: string;
  readonly count: number;
  readonly profile: readonly ProfileName[];
  readonly password: string;
  readonly masterKey?: string;
  readonly serviceCode?: string;
  readonly seed: number;
  readonly time?: string;
  readonly speed: number;
  readonly latency: number;
  readonly concurrency: number;
  readonly controlPort?: number;
}

export interface Terminal {
  out(line: string): void;
  error(line: string): void;
  /** Resolves when the user wants an end. */
  readonly interrupted: Promise<unknown>;
}

/** Runs `plenticore-simulator` until interrupted; gives the exit status. */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const command = newCommand(terminal);
  try {
    command.parse(args, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return 0;
    terminal.error(`error BAD_OPTION: ${usageProblem(error)}`);
    return BAD_USAGE;
  }
  const flags = command.opts<Flags>();
  const open: { close(): Promise<void> }[] = [];
  try {
    const devices: Simulator[] = [];
    for (let index = 0; index < flags.count; index++) {
      const device = await startSimulator(optionsOf(flags, index));
      devices.push(device);
      open.push(device);
    }
    let control: string | undefined;
    if (flags.controlPort !== undefined) {
      const opened = await startControl(devices, { host: flags.host, port: flags.controlPort });
      open.push(opened);
      control = opened.url;
    }
    for (const line of table(devices)) terminal.out(line);
    if (control !== undefined) terminal.out(`control  ${control}`);
    terminal.out("Stop with Ctrl+C.");
    await terminal.interrupted;
    return 0;
  } catch (error) {
    if (!isSimulatorError(error)) throw error;
    terminal.error(`error ${error.code}: ${error.message}`);
    return FAILED;
  } finally {
    await Promise.all(open.map((one) => one.close()));
  }
}

function optionsOf(flags: Flags, index: number) {
  const profile = flags.profile[index % flags.profile.length];
  const { masterKey, serviceCode, time } = flags;
  return {
    port: flags.port === 0 ? 0 : flags.port + index,
    host: flags.host,
    password: flags.password,
    seed: flags.seed + index,
    speed: flags.speed,
    latencyMs: flags.latency,
    concurrency: flags.concurrency,
    ...(profile !== undefined && { profile }),
    ...(masterKey !== undefined && { masterKey }),
    ...(serviceCode !== undefined && { serviceCode }),
    ...(time !== undefined && { time }),
  };
}

function newCommand(terminal: Terminal): Command {
  return new Command("plenticore-simulator")
    .description("Simulated KOSTAL inverters. They serve /api/v1 as real ones do, device i on port + i.")
    .option("--port <number>", "port of the first device; 0 takes free ones", whole, 8080)
    .option("--host <address>", "address to listen on", defaults.host)
    .option("--count <number>", "number of devices", counted, 1)
    .addOption(
      new Option("--profile <names>", `${profileNames.join(", ")}; several with commas, in turn`)
        .argParser(profiles)
        .default([defaults.profile], defaults.profile),
    )
    .option("--password <text>", "the plant owner's password", defaults.password)
    .option("--master-key <text>", "the installer's key; without it no installer can log in")
    .option("--service-code <text>", "wanted from the installer beside the key")
    .option("--seed <number>", "of weather, house and events; device i has seed + i", whole, defaults.seed)
    .option("--time <iso>", "where the devices' clocks start, e.g. 2026-06-21T10:00:00Z (default: now)")
    .option("--speed <factor>", "simulated seconds a second", decimal, defaults.speed)
    .option("--latency <ms>", "time that each request takes", decimal, defaults.latencyMs)
    .option("--concurrency <number>", "requests that a device works on at once", whole, defaults.concurrency)
    .addOption(new Option("--control-port <number>", "port of GET /stats, POST /reset, POST /set").argParser(whole))
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.out(text.trimEnd()),
      // Told from the error that is thrown, in one line.
      writeErr: () => undefined,
    });
}

/** commander's text without what the user typed in the wrong place: it may be a secret. */
function usageProblem({ code, message }: CommanderError): string {
  if (code === "commander.excessArguments") return "there are only options, no arguments";
  const line = message.replace(/^error: /, "").replaceAll(/\s*\n\s*/g, " ");
  return code === "commander.unknownOption" ? line.replace(/=[^']*'/, "'") : line;
}

function counted(text: string): number {
  const count = whole(text);
  if (count < 1 || count > MOST_DEVICES) throw new InvalidArgumentError(`expected 1 to ${MOST_DEVICES}.`);
  return count;
}

function whole(text: string): number {
  if (!/^-?\d{1,10}$/.test(text)) throw new InvalidArgumentError("expected a whole number.");
  return Number(text);
}

function decimal(text: string): number {
  if (!/^\d{1,10}(\.\d+)?$/.test(text)) throw new InvalidArgumentError("expected a number, 0 or more.");
  return Number(text);
}

function profiles(text: string): ProfileName[] {
  return text.split(",").map((name) => {
    if (!isProfileName(name)) throw new InvalidArgumentError(`expected ${profileNames.join(", ")}.`);
    return name;
  });
}

function table(devices: readonly Simulator[]): string[] {
  const rows = devices.map((device, index) => [String(index), device.profile, `${device.url}/api/v1`]);
  const all = [["device", "profile", "url"], ...rows];
  const widths = [0, 1].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "));
}
