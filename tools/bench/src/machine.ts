import { cpus, release, totalmem, type } from "node:os";

/** What the figures were measured on, in one line. */
export function describeMachine(now: Date): string {
  const all = cpus();
  const cores = `${all.length} ${all.length === 1 ? "core" : "cores"}`;
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  const system = `${type()} ${release().split("-")[0]}`;
  return `${all[0]?.model.trim() ?? "CPU unknown"}, ${cores}, ${memory}, ${system}, Node ${process.versions.node}, ${now.toISOString().slice(0, 10)}`;
}
