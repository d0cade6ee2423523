import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { findProgram } from "./find-program.ts";

const promtool = findProgram("promtool");
const required = process.env["REQUIRE_ALL"] === "1";

/** Whether tests that need promtool are left out. */
export const withoutPromtool = promtool === undefined && !required;

/** Says on one line what is left out, and how to get it. */
export function tellSkipped(what: string): void {
  if (withoutPromtool)
    console.log(`skipped: ${what}, since there is no promtool; on Debian: apt-get install prometheus`);
}

/** Runs promtool. @returns its status and all that it said */
export async function runPromtool(
  args: readonly string[],
  { input, cwd }: { readonly input?: string; readonly cwd?: string } = {},
): Promise<{ readonly status: number; readonly said: string }> {
  if (promtool === undefined) throw new Error("there is no promtool; on Debian: apt-get install prometheus");
  const child = spawn(promtool, args, {
    stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
    ...(cwd !== undefined && { cwd }),
  });
  const ended = new Promise<number>((resolve, reject) => {
    child.once("error", reject).once("close", (status) => resolve(status ?? -1));
  });
  // Who ends before it has read all says why on its own.
  child.stdin?.on("error", () => undefined).end(input);
  const heard = Promise.all([child.stdout, child.stderr].map(async (stream) => (stream === null ? "" : text(stream))));
  const status = await ended;
  return { status, said: (await heard).join("") };
}
