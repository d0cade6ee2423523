import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Case, cases, deviceCount } from "./cases.ts";
import { Children } from "./children.ts";
import { Load } from "./load/load.ts";
import { describeMachine } from "./machine.ts";
import { type Options, parseOptions, UsageError } from "./options.ts";
import { fullPace, quickPace } from "./pace.ts";
import { parts } from "./parts.ts";
import { report } from "./report.ts";
import { type CaseResult, runCase } from "./run-case.ts";
import { replaceSections } from "./sections.ts";
import { installPeers } from "./servers/peers.ts";
import { startServers } from "./servers/servers.ts";
import { Simulators } from "./servers/simulators.ts";

const resultsFile = new URL("../RESULTS.md", import.meta.url);

/** Progress goes to stderr, so that the tables alone can be redirected. */
const say = (line: string): void => console.error(line);

async function bench(options: Options): Promise<void> {
  await installPeers(say);
  const machine = describeMachine(new Date());
  const directory = await mkdtemp(join(tmpdir(), "plenticore-bench-"));
  try {
    await using children = new Children();
    process.once("SIGINT", () => children.fail(new Error("interrupted")));
    process.once("SIGTERM", () => children.fail(new Error("terminated")));
    const sections = await children.guard(runAll(options, children, directory));
    console.log([intro(machine, options), ...sections].join("\n\n"));
    if (options.write) {
      const before = replaceSections(await readFile(resultsFile, "utf8"), sections);
      await writeFile(resultsFile, before.replace(/^[\s\S]*?(?=^## )/m, `${intro(machine, options)}\n\n`));
    }
  } finally {
    await rm(directory, { recursive: true });
  }
}

async function runAll(options: Options, children: Children, directory: string): Promise<string[]> {
  const sections: string[] = [];
  const chosen = cases.filter(({ name }) => options.only.includes(name));
  if (chosen.length > 0) sections.push(report(await runCases(chosen, options, children, directory)));
  const { quick, profile } = options;
  for (const name of options.only) {
    const section = await parts[name]?.({ directory, quick, profile, say });
    if (section !== undefined) sections.push(section);
  }
  return sections;
}

async function runCases(
  chosen: readonly Case[],
  options: Options,
  children: Children,
  directory: string,
): Promise<CaseResult[]> {
  const wanted = new Set(chosen.flatMap(({ contestants }) => contestants.map(({ server }) => server)));
  say(`Starting ${deviceCount} simulated inverters and ${[...wanted].join(", ")} …`);
  const simulators = await Simulators.start(children, deviceCount);
  const servers = await startServers(wanted, { children, simulators, directory, profile: options.profile });
  const setup = { servers, simulators, load: new Load(children), pace: options.quick ? quickPace : fullPace };
  const results: CaseResult[] = [];
  for (const one of chosen) results.push(await runCase(one, setup, say));
  return results;
}

function intro(machine: string, { quick }: Options): string {
  const { rounds } = quick ? quickPace : fullPace;
  const how = `Medians of ${rounds} ${rounds === 1 ? "round" : "rounds"}${quick ? " (--quick: shows that it works, not how fast)" : ""}, each section of one run. How to read it: [README.md](README.md).`;
  return ["# Results", machine, how].join("\n\n");
}

try {
  await bench(parseOptions(process.argv.slice(2), [...cases.map(({ name }) => name), ...Object.keys(parts)]));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
