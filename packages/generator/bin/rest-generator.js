#!/usr/bin/env node
// Loaded only where it can run: an older Node would end in the stack trace of a library.
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major > 22 || (major === 22 && minor >= 18)) {
  const { run } = await import("../dist/cli.js");
  await run();
} else {
  process.stderr.write(`error BAD_INPUT: needs Node 22.18 or newer, and this is ${process.versions.node}\n`);
  process.exitCode = 1;
}
