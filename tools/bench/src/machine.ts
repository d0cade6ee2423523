import { cpus, loadavg, release, totalmem, type } from "node:os";

/** What the figures were measured on, in one line. The load tells how much else the machine had to do when it is called. */
export function describeMachine(now: Date): string {
  const all = cpus();
  const cores = `${all.length} ${all.length === 1 ? "core" : "cores"}`;
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  const system = `${type()} ${release().split("-")[0]}`;
  const load = `load ${(loadavg()[0] ?? Number.NaN).toFixed(1)} before`;
  return `${all[0]?.model.trim() ?? "CPU unknown"}, ${cores}, ${memory}, ${system}, Node ${process.versions.node}, ${now.toISOString().slice(0, 10)}, ${load}`;
}
