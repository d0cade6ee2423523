import { readFileSync } from "node:fs";

/** Memory that a process holds now, in KB. NaN where there is no /proc, or no such process. */
export const residentKb = (pid: number): number => fieldOf(pid, "VmRSS");

/** The most memory that a process has held so far, in KB. */
export const mostResidentKb = (pid: number): number => fieldOf(pid, "VmHWM");

function fieldOf(pid: number, name: string): number {
  try {
    const value = new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return Number(value ?? Number.NaN);
  } catch {
    return Number.NaN;
  }
}
