import { readFileSync } from "node:fs";

/** Linux gives times in ticks of 10 ms (USER_HZ), whatever the kernel's own clock. */
const tickMs = 10;

/** CPU time, user and system, that a process has used so far, in ms. NaN where there is no /proc, or no such process. */
export function cpuTimeMs(pid: number): number {
  try {
    return parseCpuTimeMs(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return Number.NaN;
  }
}

/** @param stat the text of /proc/PID/stat, see proc(5): the command, which may hold blanks and brackets, then field 3 on */
export function parseCpuTimeMs(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [user, system] = [fields[14 - 3], fields[15 - 3]];
  return (Number(user) + Number(system)) * tickMs;
}

/** Below so many ticks their length is most of the figure. */
const leastTicks = 5;

/** CPU µs an event; NaN where it was too little to be measured. */
export const perEventUs = (cpuMs: number, events: number): number =>
  cpuMs < leastTicks * tickMs ? Number.NaN : (cpuMs * 1000) / events;
