import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { startControl } from "./control.ts";
import { FaultProxyError } from "./errors.ts";
import { type Address, startFaultProxy } from "./proxy.ts";
import { attributesOf, checkToxic, type Toxic, toxicTypes } from "./toxics.ts";

/** Exit status of a wrong command line, and of a machine that refuses. */
const BAD_USAGE = 2;
const FAILED = 1;
const MOST_PORT = 65_535;
const ANY_PORT = "127.0.0.1:0";

interface Flags {
  readonly listen: Address;
  readonly upstream: Address;
  readonly toxic: readonly Toxic[];
  readonly seed: number;
  readonly controlPort?: number;
}

export interface Terminal {
  out(line: string): void;
  error(line: string): void;
  /** Resolves when the user wants an end. */
  readonly interrupted: Promise<unknown>;
}

/** Runs `fault-proxy` until interrupted; gives the exit status. */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const command = newCommand(terminal);
  try {
    command.parse(args, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return 0;
    terminal.error(`error BAD_OPTION: ${error.message.replace(/^error: /, "")}`);
    return BAD_USAGE;
  }
  const { upstream, listen, toxic: toxics, seed, controlPort } = command.opts<Flags>();
  const open: { close(): Promise<void> }[] = [];
  try {
    const proxy = await startFaultProxy({ upstream, listen, toxics, seed });
    open.push(proxy);
    terminal.out(`${proxy.host}:${proxy.port} -> ${upstream.host}:${upstream.port}`);
    for (const name of proxy.toxics.keys()) terminal.out(`toxic    ${name}`);
    if (controlPort !== undefined) {
      const control = await startControl(proxy, controlPort);
      open.push(control);
      terminal.out(`control  ${control.url}/toxics`);
    }
    terminal.out("Stop with Ctrl+C.");
    await terminal.interrupted;
    return 0;
  } catch (error) {
    if (!(error instanceof FaultProxyError)) throw error;
    terminal.error(`error ${error.code}: ${error.message}`);
    return FAILED;
  } finally {
    await Promise.all(open.map((one) => one.close()));
  }
}

function newCommand(terminal: Terminal): Command {
  return new Command("fault-proxy")
    .description("A TCP proxy that makes the network bad on purpose. Toxics have toxiproxy's names.")
    .requiredOption("--upstream <host:port>", "where connections go", address)
    .addOption(
      new Option("--listen <host:port>", "where they come from; port 0 takes a free one")
        .argParser(address)
        .default(address(ANY_PORT), ANY_PORT),
    )
    .addOption(
      new Option(
        "--toxic <text>",
        "type:attribute=value,…; may be given several times; besides name=, stream=upstream|downstream, toxicity=0..1",
      )
        .argParser(toxic)
        .default([], "none"),
    )
    .option("--seed <number>", "of everything that is left to chance", whole, 1)
    .option("--control-port <number>", "port of GET, POST and DELETE /toxics on 127.0.0.1", port)
    .addHelpText(
      "after",
      `\nToxics:\n${toxicTypes.map((type) => `  ${type.padEnd(12)}${attributesOf(type).join(", ")}`.trimEnd()).join("\n")}`,
    )
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeOut: (text) => terminal.out(text.trimEnd()), writeErr: () => undefined });
}

function address(text: string): Required<Address> {
  const [, host = "", digits = ""] = /^(.+):(\d{1,5})$/.exec(text) ?? [];
  if (host === "") throw new InvalidArgumentError("expected host:port.");
  return { host: host.replace(/^\[(.*)\]$/, "$1"), port: port(digits) };
}

function port(text: string): number {
  const number = whole(text);
  if (number > MOST_PORT) throw new InvalidArgumentError(`expected a port, 0 to ${MOST_PORT}.`);
  return number;
}

function whole(text: string): number {
  if (!/^\d{1,10}$/.test(text)) throw new InvalidArgumentError("expected a whole number.");
  return Number(text);
}

function toxic(text: string, before: readonly Toxic[]): readonly Toxic[] {
  const [type = "", list = ""] = text.split(/:(.*)/s);
  const pairs =
    list === ""
      ? []
      : list.split(",").map((pair): [string, string | number] => {
          const [key = "", value = ""] = pair.split(/=(.*)/s);
          return [key, /^-?\d+(\.\d+)?$/.test(value) && key !== "name" ? Number(value) : value];
        });
  try {
    return [...before, checkToxic({ ...Object.fromEntries(pairs), type })];
  } catch (error) {
    if (error instanceof FaultProxyError) throw new InvalidArgumentError(error.message);
    throw error;
  }
}
