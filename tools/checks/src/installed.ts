import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { command, each, type Outcome } from "./command.ts";
import { root } from "./repository.ts";

/** A project of somebody who installs a package. */
export interface Consumer {
  /** The package's folder, from the root. */
  readonly directory: string;
  /** Texts of the project's sources by their names; all of them are compiled. */
  readonly sources: Readonly<Record<string, string>>;
  /** The source that is run afterwards, by its name without ending. */
  readonly run: string;
  /** Peers of the package, as they are installed beside it here. */
  readonly peers: readonly string[];
}

const resolutions = [
  { module: "nodenext", moduleResolution: "nodenext" },
  { module: "esnext", moduleResolution: "bundler" },
] as const;

/**
 * Packs a package that is built, installs it into an empty project without any registry, compiles that project by both
 * resolutions of modules with every declaration looked at, and runs it.
 */
export async function checkInstalled({ directory, sources, run, peers }: Consumer): Promise<Outcome> {
  const project = mkdtempSync(join(tmpdir(), "installed-"));
  try {
    const packed = await command("pnpm", "--dir", directory, "pack", "--pack-destination", project);
    if (!packed.ok) return packed;
    const tarball = readdirSync(project).find((name) => name.endsWith(".tgz"));
    if (tarball === undefined) return { ok: false, output: `${packed.output}\nthere is no tarball` };
    write(project, "package.json", { name: "consumer", private: true, type: "module" });
    for (const [name, text] of Object.entries(sources)) writeFileSync(join(project, name), text);
    const quiet = ["--offline", "--ignore-scripts", "--no-audit", "--no-fund"];
    const installed = await command("npm", "install", "--prefix", project, ...quiet, join(project, tarball));
    if (!installed.ok) return installed;
    for (const peer of peers) link(join(root, directory, "node_modules", peer), join(project, "node_modules", peer));
    const compiled = await each(resolutions, (resolution) => compile(project, resolution));
    return compiled.ok ? await command("node", join(project, "out", `${run}.js`)) : compiled;
  } finally {
    rmSync(project, { recursive: true });
  }
}

function compile(project: string, resolution: (typeof resolutions)[number]): Promise<Outcome> {
  const { moduleResolution } = resolution;
  const compilerOptions = {
    ...resolution,
    ...{
      target: "es2024",
      lib: ["es2024", "dom", "dom.iterable"],
      types: [],
      strict: true,
      exactOptionalPropertyTypes: true,
    },
    ...{ skipLibCheck: false, resolveJsonModule: true, outDir: "out" },
  };
  write(project, `tsconfig.${moduleResolution}.json`, { compilerOptions, include: ["*.ts"] });
  return command("tsc", "-p", join(project, `tsconfig.${moduleResolution}.json`));
}

const write = (project: string, name: string, value: object): void =>
  writeFileSync(join(project, name), JSON.stringify(value));

function link(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  symlinkSync(from, to);
}
