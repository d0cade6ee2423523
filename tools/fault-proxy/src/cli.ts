import { once } from "node:events";
import { run } from "./command.ts";

process.exitCode = await run(process.argv.slice(2), {
  out: (line) => process.stdout.write(`${line}\n`),
  error: (line) => process.stderr.write(`${line}\n`),
  interrupted: Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]),
});
