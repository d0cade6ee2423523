import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createFleet } from "@plenticore/core";
import { createLogger, type Gateway, type GatewayOptions, loadConfiguration, startGateway } from "@plenticore/gateway";
import { type Simulator, type SimulatorOptions, startSimulator } from "@plenticore/simulator";
import { afterEach } from "vitest";

/** Solar noon of a summer day at the simulators' place: the strings deliver. */
const noon = "2026-06-21T11:30:00Z";
const password = "sunshine-and-rain";

const open: (() => Promise<void> | void)[] = [];

/** Has it closed after the test, before what was opened earlier. */
export const closeAfterwards = (close: () => Promise<void> | void): void => void open.push(close);

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

/** Lines of the gateway's configuration, besides listen and plants. */
export interface RigOptions {
  readonly more?: string;
  readonly simulators?: readonly SimulatorOptions[];
  /** Inverters that nobody is, after the simulated ones. */
  readonly dead?: number;
}

export interface Rig {
  /** Stays the same over restarts. */
  readonly url: string;
  readonly simulators: readonly Simulator[];
  readonly gateway: () => Gateway;
  /** Ends the gateway, as a signal does. */
  readonly stop: () => Promise<void>;
  /** Begins again on the same address. */
  readonly start: () => Promise<void>;
  /** Takes over another configuration, as saving the file does. */
  readonly reconfigure: (more: string) => void;
}

export const digest = (key: string): string => `sha256:${createHash("sha256").update(key).digest("hex")}`;

/** A key that this configuration knows. */
export const keyLines = (...keys: readonly (readonly [key: string, role: string])[]): string =>
  `auth: { keys: [${keys.map(([key, role], at) => `{ name: k${at}, role: ${role}, hash: "${digest(key)}" }`).join(", ")}] }`;

/** A gateway on a free port of 127.0.0.1 before simulated inverters `inverter-1`, … of the plant `home`. */
export async function startRig({ more = "", simulators: options = [{}], dead = 0 }: RigOptions = {}): Promise<Rig> {
  const simulators = await Promise.all(
    options.map((option, index) => startSimulator({ password, time: noon, seed: index + 1, rounds: 1000, ...option })),
  );
  closeAfterwards(async () => void (await Promise.all(simulators.map((simulator) => simulator.close()))));
  const folder = mkdtempSync(join(tmpdir(), "client-suite-"));
  closeAfterwards(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "gateway.yaml");
  // Nobody listens on a port that a device was just closed on.
  const nobody = await Promise.all(
    Array.from({ length: dead }, async () => {
      const simulator = await startSimulator({ password });
      await simulator.close();
      return simulator.url;
    }),
  );
  const urls = [...simulators.map(({ url }) => url), ...nobody];
  const configuration = (port: number, besides: string) => {
    const inverters = urls.map(
      (url, at) => `{ id: inverter-${at + 1}, name: "No. ${at + 1}", url: "${url}", password: { env: P } }`,
    );
    const plants = `plants: [{ id: home, name: Home, timeZone: Europe/Berlin, inverters: [${inverters.join(", ")}] }]`;
    writeFileSync(file, [`listen: { host: 127.0.0.1, port: ${port} }`, plants, besides, ""].join("\n"));
    return loadConfiguration({ file, env: { P: password } });
  };
  let port = 0;
  let running: { gateway: Gateway; readonly close: () => Promise<void> } | undefined;
  const start = async (): Promise<void> => {
    const config = configuration(port, more);
    const fleet = createFleet(config.fleet);
    const log = createLogger({ level: "error", write: (line) => console.error(line), now: () => 0 });
    const gateway = await startGateway({ config, fleet, log, changes: {} as GatewayOptions["changes"] });
    fleet.start();
    port = Number(new URL(gateway.url).port);
    running = {
      gateway,
      close: async () => {
        await gateway.drain();
        await fleet.close();
        await gateway.close();
      },
    };
  };
  const stop = async (): Promise<void> => {
    const { close } = running ?? { close: () => Promise.resolve() };
    running = undefined;
    await close();
  };
  await start();
  closeAfterwards(stop);
  const gateway = (): Gateway => {
    if (running === undefined) throw new Error("the gateway is stopped");
    return running.gateway;
  };
  return {
    url: gateway().url,
    simulators,
    gateway,
    stop,
    start,
    reconfigure: (besides) => gateway().reconfigure(configuration(port, besides)),
  };
}
