import { spawn } from "node:child_process";
import { delimiter, join } from "node:path";
import { root } from "./repository.ts";

export interface Outcome {
  readonly ok: boolean;
  /** What to show when it isn't. */
  readonly output: string;
}

const path = [join(root, "node_modules/.bin"), process.env["PATH"]].join(delimiter);

/** Runs a program of the workspace from the root and keeps what it prints. */
export function command(program: string, ...args: readonly string[]): Promise<Outcome> {
  const quiet = { TURBO_TELEMETRY_DISABLED: "1", REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" };
  return new Promise((resolve) => {
    const env = { ...process.env, ...quiet, PATH: path };
    const child = spawn(program, args, { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
    const line = [program, ...args].join(" ");
    child.on("error", (error) => resolve({ ok: false, output: `${line}: ${error.message}` }));
    child.on("close", (status, signal) => {
      const output = Buffer.concat(chunks).toString("utf8").trimEnd();
      resolve({ ok: status === 0, output: `$ ${line}\n${output}\n(ended with ${status ?? signal})` });
    });
  });
}

/** The outcome of a check that lists what is wrong, and of one that found nothing to look at. */
export const listed = (seen: number, violations: readonly string[]): Outcome => ({
  ok: seen > 0 && violations.length === 0,
  output: seen > 0 ? violations.join("\n") : "found nothing to check",
});

/** All of them, one after the other; bad when any is bad or there are none. */
export async function each<Item>(items: readonly Item[], run: (item: Item) => Promise<Outcome>): Promise<Outcome> {
  const outcomes: Outcome[] = [];
  for (const item of items) outcomes.push(await run(item));
  const bad = outcomes.filter(({ ok }) => !ok);
  return listed(
    items.length,
    bad.map(({ output }) => output),
  );
}
