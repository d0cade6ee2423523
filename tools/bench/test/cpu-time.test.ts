import { expect, test } from "vitest";
import { cpuTimeMs, parseCpuTimeMs, perEventUs } from "../src/cpu-time.ts";

test("reads user and system time of a stat line, whatever the command is called", () => {
  const stat = "4711 (a (b) c) S 1 4711 4711 0 -1 4194560 9000 0 12 0 483 173 5 6 20 0 11 0 100 1000 200";
  expect(parseCpuTimeMs(stat)).toBe(6560);
});

test.runIf(process.platform === "linux")("grows with the work of a process", () => {
  const before = cpuTimeMs(process.pid);
  const { user } = process.cpuUsage();
  while (process.cpuUsage().user - user < 60_000);
  expect(cpuTimeMs(process.pid) - before).toBeGreaterThanOrEqual(40);
});

test("is no number for a process that is not there", () => {
  expect(cpuTimeMs(2 ** 30)).toBeNaN();
});

test.each([
  { cpuMs: 50, events: 100, us: 500 },
  { cpuMs: 40, events: 1, us: Number.NaN },
])("$cpuMs ms for $events events are $us µs each", ({ cpuMs, events, us }) => {
  expect(perEventUs(cpuMs, events)).toBe(us);
});
