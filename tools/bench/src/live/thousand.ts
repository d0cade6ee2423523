import { setTimeout as sleep } from "node:timers/promises";
import { Children } from "../children.ts";
import { cpuTimeMs, perEventUs } from "../cpu-time.ts";
import { residentKb } from "../memory.ts";
import { figure, table } from "../table.ts";
import { startDevices } from "./devices.ts";
import { liveFields } from "./event.ts";
import { type LiveSetup, startGateway } from "./fan-out.ts";
import { Subscribers } from "./subscribers.ts";

const paceSeconds = 5;

interface Measured {
  readonly count: number;
  readonly eventsPerSecond: number;
  readonly cores: number;
  readonly cpuPerEventUs: number;
  /** When all have been read once, and after the measurement. */
  readonly residentKb: number;
  readonly residentAfterKb: number;
  readonly p99Ms: number;
  readonly lagP99Ms: number;
}

/** One subscriber to all inverters at a pace of 5 s: what each costs the gateway, from one to a thousand. */
export async function thousand(setup: LiveSetup, say: (line: string) => void): Promise<string> {
  const counts = setup.pace.inverters < 100 ? [1, 10] : [1, 10, 100, 1_000];
  const measured: Measured[] = [];
  for (const count of counts) {
    say(`${count} inverters at a pace of ${paceSeconds} s`);
    measured.push(await measureOne(setup, count));
  }
  const header = [
    "inverters",
    "events/s of",
    "cores used",
    "CPU µs/event",
    "MB in all",
    "KB/inverter",
    "p99 of ticks' lag ms",
    "p99 of delay ms",
  ];
  const alone = measured[0]?.residentKb ?? Number.NaN;
  const rows = measured.map((one) => [
    figure(one.count),
    `${figure(one.eventsPerSecond)} of ${figure(one.count / paceSeconds)}`,
    figure(one.cores),
    figure(one.cpuPerEventUs),
    figure(one.residentAfterKb / 1024),
    figure((one.residentKb - alone) / (one.count - 1)),
    figure(one.lagP99Ms),
    figure(one.p99Ms),
  ]);
  const note = `KB/inverter is what the gateway holds more than with one, when all have been logged in to and read. The lag is by how much the time between two readings of an inverter differs from the pace; the delay is from the reading to the subscriber.`;
  return `## thousand: all inverters watched by one subscriber, every ${paceSeconds} s\n\n${table(header, rows, 0)}\n\n${note}`;
}

async function measureOne(setup: LiveSetup, count: number): Promise<Measured> {
  await using children = new Children();
  return await children.guard(measureWith({ ...setup, children }, count));
}

async function measureWith(setup: LiveSetup, count: number): Promise<Measured> {
  const { children } = setup;
  const { port, pid } = await startGateway({ ...setup, devices: await startDevices(children, setup.model, count) });
  const read = residentKb(pid);
  const subscribers = new Subscribers(children);
  const query = `subscription { inverterLive(every: ${paceSeconds}) { ${liveFields} } }`;
  await subscribers.join({ port, count: 1, plain: false, documents: [{ query }] });
  // Each was asked at once when it was joined: only then do the ticks have their pace.
  await sleep(2 * paceSeconds * 1000);
  const before = cpuTimeMs(pid);
  // Whole paces, or their number would depend on where the first one begins.
  const ms = Math.ceil((setup.pace.measureMs * 2) / (paceSeconds * 1000)) * paceSeconds * 1000;
  const { events, p99Ms, lagP99Ms } = await subscribers.count(ms);
  const cpuMs = cpuTimeMs(pid) - before;
  return {
    count,
    eventsPerSecond: (events / ms) * 1000,
    cores: cpuMs / ms,
    cpuPerEventUs: perEventUs(cpuMs, events),
    residentKb: read,
    residentAfterKb: residentKb(pid),
    p99Ms,
    lagP99Ms,
  };
}
