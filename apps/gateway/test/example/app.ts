import { createFleet, type FleetConfig, type FleetOptions, type InverterConfig, Secret } from "@plenticore/core";
import { type Simulator, type SimulatorOptions, startSimulator } from "@plenticore/simulator";
import { type ServedOptions, serve } from "./serve.ts";

export interface ExampleOptions {
  /** Each becomes an inverter `inverter-1`, `inverter-2`, … of the plant `home`. */
  readonly simulators: readonly SimulatorOptions[];
  /** What an inverter's configuration has besides. */
  readonly configure?: (id: string) => Partial<InverterConfig>;
  /** Inverters that are no simulators. */
  readonly others?: readonly InverterConfig[];
  /** Whether everything was read once before the test begins, and the simulators' counts are 0. */
  readonly warm?: boolean;
  /** What the fleet is given besides, as how fast the inverters may be watched. */
  readonly fleet?: FleetOptions;
  /** How the gateway in front of the fleet is configured. */
  readonly served?: ServedOptions;
}

export const password = "sunshine-and-rain";

/** Solar noon of a summer day at the simulators' place: the strings deliver. */
export const summerNoon = "2026-06-21T11:30:00Z";

/** A small real app: simulated inverters, the fleet that speaks to them, and the gateway on a free port. */
export async function startExample({
  simulators: options,
  configure,
  others = [],
  warm = false,
  fleet: fleetOptions,
  served: servedOptions = {},
}: ExampleOptions) {
  const simulators: Simulator[] = await Promise.all(
    options.map((option, index) =>
      startSimulator({ password, time: summerNoon, seed: index + 1, rounds: 1000, ...option }),
    ),
  );
  const config: FleetConfig = {
    readOnly: servedOptions.readOnly ?? false,
    plants: [
      {
        id: "home",
        name: "Home",
        timeZone: "Europe/Berlin",
        inverters: [
          ...simulators.map(({ url }, index): InverterConfig => {
            const id = `inverter-${index + 1}`;
            return {
              id,
              name: `Inverter ${index + 1}`,
              url,
              credentials: { user: "user", password: new Secret(password) },
              ...configure?.(id),
            };
          }),
          ...others,
        ],
      },
    ],
  };
  const { tracing } = servedOptions;
  const fleet = createFleet(config, { ...fleetOptions, ...(tracing && { observer: tracing.observer }) });
  const served = await serve(fleet, servedOptions);
  fleet.start();
  if (warm) {
    // One after another: they share this process, and each adds up its past when it is first read.
    for (const inverter of fleet.inverters) await inverter.live();
    for (const simulator of simulators) simulator.reset();
  }
  return {
    ...served,
    fleet,
    simulators,
    async [Symbol.asyncDispose]() {
      await fleet.close();
      await served.gateway.close();
      await Promise.all(simulators.map((simulator) => simulator.close()));
    },
  };
}
