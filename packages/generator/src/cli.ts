import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { DocumentError, readDocument } from "./document.ts";
import { SpecificationError } from "./errors.ts";
import { generate } from "./generate.ts";
import { ForeignFileError, findDrift, writeOutput } from "./output.ts";

interface Options {
  readonly spec: string;
  readonly overlay: readonly string[];
  readonly out: string;
}

/** Exit codes: 0 all is well, 1 the folder differs from what is generated, 2 the input can't be used. */
const exit = { ok: 0, drift: 1, badInput: 2 } as const;

/** Where the command prints; the process has both. */
export interface Terminal {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

/** Runs the process's command line and sets its exit code. */
export async function run(): Promise<void> {
  process.exitCode = await main(process.argv, process);
}

/** Runs a command line, `argv[2]` its first word, and gives the exit code. */
export async function main(argv: readonly string[], terminal: Terminal): Promise<number> {
  let code: number = exit.ok;
  const program = new Command("rest-generator")
    .description("Typed REST bindings from Swagger 2.0")
    .version(packageVersion())
    .configureOutput({
      writeOut: (text) => void terminal.stdout.write(text),
      writeErr: (text) => void terminal.stderr.write(text),
    })
    .exitOverride();
  command(program, "generate", "write the bindings").action(async (options: Options) => {
    code = await runGenerate(options, terminal);
  });
  command(program, "check", "tell whether the folder holds what would be generated").action(
    async (options: Options) => {
      code = await runCheck(options, terminal);
    },
  );
  try {
    await program.parseAsync([...argv]);
    return code;
  } catch (error) {
    return report(error, terminal);
  }
}

function command(program: Command, name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .requiredOption("--spec <file>", "Swagger 2.0 document, JSON or YAML")
    .option("--overlay <file...>", "OpenAPI Overlay 1.0 documents, applied in this order", [])
    .requiredOption("--out <folder>", "folder of the bindings, and of no other .ts files")
    .allowExcessArguments(false);
}

async function runGenerate(options: Options, terminal: Terminal): Promise<number> {
  const files = await build(options);
  await writeOutput(options.out, files);
  terminal.stdout.write(`${files.size} files written to ${options.out}\n`);
  return exit.ok;
}

async function runCheck(options: Options, terminal: Terminal): Promise<number> {
  const files = await build(options);
  const drift = await findDrift(options.out, files);
  for (const { file, kind } of drift) terminal.stderr.write(`${options.out}/${file}: ${kind}\n`);
  if (drift.length === 0) terminal.stdout.write(`${files.size} files as generated\n`);
  return drift.length === 0 ? exit.ok : exit.drift;
}

async function build(options: Options): Promise<Map<string, string>> {
  const spec = await readDocument(options.spec);
  const overlays = await Promise.all(
    options.overlay.map(async (name) => ({ name, document: await readDocument(name) })),
  );
  return generate({ spec, overlays });
}

function report(error: unknown, terminal: Terminal): number {
  // Commander has printed its own line.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exit.ok : exit.badInput;
  if (error instanceof SpecificationError || error instanceof DocumentError || error instanceof ForeignFileError) {
    for (const line of error.message.split("\n")) terminal.stderr.write(`error: ${line}\n`);
    return exit.badInput;
  }
  const reason = error instanceof Error ? error.message : String(error);
  terminal.stderr.write(`error: ${reason}\n`);
  return exit.badInput;
}

function packageVersion(): string {
  const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}
