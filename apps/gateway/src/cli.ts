import { runProgram } from "./program.ts";

// Whoever reads the output may stop early, as `head` does.
process.stdout.on("error", () => process.exit(0));

const status = await runProgram(process.argv.slice(2), {
  env: process.env,
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  now: Date.now,
});
process.exit(status);
