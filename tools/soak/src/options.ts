import { Command, CommanderError, InvalidArgumentError } from "commander";

export interface SoakOptions {
  /** How long there is load and trouble. */
  readonly minutes: number;
  /** Of everything that is left to chance: same seed, same plan of faults. */
  readonly seed: number;
  readonly inverters: number;
}

/** @throws CommanderError with exit code 0 after `--help` */
export function parseOptions(args: readonly string[], defaultSeed: number): SoakOptions {
  const command = new Command("soak")
    .description("A gateway before simulated inverters on a bad network: fails on what is lost, wrong, or grows.")
    .option("--minutes <number>", "how long there is load and trouble", minutes, 10)
    .option(
      "--seed <number>",
      "of everything that is left to chance (default: another one each time)",
      whole,
      defaultSeed,
    )
    .option("--inverters <number>", "simulated inverters, in plants of five", inverters, 20)
    .allowExcessArguments(false)
    .exitOverride();
  command.parse(args, { from: "user" });
  return command.opts<SoakOptions>();
}

export const isUsageError = (error: unknown): error is CommanderError => error instanceof CommanderError;

function minutes(text: string): number {
  if (!/^\d{1,5}(\.\d+)?$/.test(text) || Number(text) < 0.2) throw new InvalidArgumentError("expected at least 0.2.");
  return Number(text);
}

function whole(text: string): number {
  if (!/^\d{1,10}$/.test(text)) throw new InvalidArgumentError("expected a whole number.");
  return Number(text);
}

function inverters(text: string): number {
  const count = whole(text);
  if (count < 5 || count > 100 || count % 5 !== 0) throw new InvalidArgumentError("expected 5 to 100, in fives.");
  return count;
}
