import {
  type Availability,
  Broadcast,
  type Fleet,
  type Inverter,
  type InverterControl,
  type InverterEnergy,
  type InverterFigures,
  type InverterLive,
  type Plant,
  type PlantEnergy,
  type PlantLive,
  PlenticoreError,
  type PowerFlow,
  quantity,
} from "@plenticore/core";

/** 2026-06-21T12:00:00Z */
export const noon = Date.UTC(2026, 5, 21, 12);

const noPower: PowerFlow = {
  solar: null,
  home: null,
  grid: null,
  gridImport: null,
  gridExport: null,
  battery: null,
  batteryCharge: null,
  batteryDischarge: null,
  homeFromSolar: null,
  homeFromBattery: null,
  homeFromGrid: null,
  ac: null,
  dc: null,
  losses: null,
  autarky: null,
  selfConsumption: null,
};

export const online: Availability = {
  state: "ONLINE",
  code: null,
  reason: null,
  since: quantity(noon),
  lastSeenAt: quantity(noon),
};

export const live: InverterLive = {
  observedAt: quantity(noon),
  ageSeconds: quantity(0.25),
  stale: false,
  state: "FEED_IN",
  stateCode: 6,
  energyManagerState: "IDLE",
  energyManagerStateCode: 0,
  power: { ...noPower, solar: quantity(4200), home: quantity(700.5) },
  strings: [{ index: 1, power: quantity(4200), voltage: quantity(600), current: quantity(7) }],
  phases: [],
  battery: null,
  frequency: quantity(50),
  powerFactor: 1,
  apparentPower: null,
  reactivePower: null,
  isolationResistance: null,
  gridOperatorLimit: quantity(100),
};

const noFigures: InverterFigures = {
  queueLength: 0,
  requests: 0,
  retries: 0,
  logins: 0,
  failures: new Map(),
  polls: 0,
  pollSeconds: 0,
  valueAgeSeconds: null,
};

const noEnergy = {
  yield: null,
  home: null,
  homeFromSolar: null,
  homeFromBattery: null,
  homeFromGrid: null,
  toGrid: null,
  batteryDischarge: null,
  autarky: null,
  selfConsumption: null,
  co2Saving: null,
};

const never = (): Promise<never> =>
  Promise.reject(new PlenticoreError("READ_ONLY", "a fake inverter can't be changed"));

const untouchable: InverterControl = {
  batteryLimits: null,
  writeSettings: never,
  setMinSoc: never,
  setShadowManagement: never,
  setBatteryTimePlan: never,
  setBatteryLimits: never,
  setPassword: never,
  reboot: never,
  restoreFactorySettings: never,
  startUpdate: never,
  reconnect: never,
  disconnect: never,
};

/** A watch that never tells anything. */
const quiet = () => new Broadcast<never>().subscribe();

/** An inverter that answers at once; `overrides` take the place of its answers. */
export function fakeInverter(id: string, overrides: Partial<Inverter> = {}): Inverter {
  const inverter: Inverter = {
    id,
    name: `Inverter ${id}`,
    url: `http://${id}.example`,
    peakPower: null,
    readOnly: false,
    control: untouchable,
    availability: online,
    figures: noFigures,
    settled: () => Promise.resolve(online),
    version: () =>
      Promise.resolve({ name: "PUCK RESTful API", hostname: "scb", apiVersion: "0.2.0", swVersion: "01.26.09454" }),
    session: () =>
      Promise.resolve({
        role: "USER",
        permissions: [],
        authenticated: true,
        active: true,
        anonymous: false,
        locked: false,
      }),
    product: () =>
      Promise.resolve({
        family: "PLENTICORE plus",
        model: "plus 10",
        serialNumber: null,
        stringCount: 2,
        maxApparentPower: quantity(10_000),
        versionMC: null,
        versionIOC: null,
      }),
    modules: () => Promise.resolve([{ id: "devices:local", type: "device" }]),
    live: () => Promise.resolve(live),
    energy: (period): Promise<InverterEnergy> =>
      Promise.resolve({
        ...noEnergy,
        period,
        observedAt: quantity(noon),
        stale: false,
        strings: [],
        batteryChargeFromSolar: null,
        batteryChargeFromGrid: null,
        batteryDischargeToGrid: null,
      }),
    processDataIds: () => Promise.resolve([]),
    processData: () => Promise.resolve([]),
    settingDescriptions: () => Promise.resolve([]),
    settings: () => Promise.resolve([]),
    batteryTimePlan: () => Promise.resolve(null),
    capabilities: () => Promise.resolve({ battery: null, shadowManagement: null }),
    events: () => Promise.resolve([]),
    firmwareUpdate: () => Promise.resolve({ status: "idle", percent: 0, target: null }),
    update: () =>
      Promise.resolve({
        lastStatus: "idle",
        progress: { status: "idle", source: "local", percent: 0, downloadPercent: 0, step: 0, steps: 0 },
      }),
    logData: () => Promise.resolve({ edges: [], hasNextPage: false }),
    logDataFile: () => Promise.reject(new PlenticoreError("NOT_AVAILABLE", "a fake inverter has no log")),
    watchLive: quiet,
    watchProcessData: quiet,
    watchEnergy: quiet,
    watchAvailability: quiet,
    watchEvents: quiet,
    watchUpdate: quiet,
    ...overrides,
  };
  return inverter;
}

export function fakePlant(id: string, inverters: readonly Inverter[]): Plant {
  return {
    id,
    watchLive: quiet,
    name: `Plant ${id}`,
    timeZone: "Europe/Berlin",
    inverters,
    live: (): Promise<PlantLive> =>
      Promise.resolve({
        observedAt: quantity(noon),
        ageSeconds: quantity(0),
        stale: false,
        power: noPower,
        battery: null,
        reporting: inverters.length,
        expected: inverters.length,
      }),
    energy: (period): Promise<PlantEnergy> =>
      Promise.resolve({
        ...noEnergy,
        period,
        observedAt: null,
        stale: false,
        batteryCharge: null,
        reporting: inverters.length,
        expected: inverters.length,
      }),
  };
}

export function fakeFleet(plants: readonly Plant[]): Fleet {
  const inverters = plants.flatMap((plant) => plant.inverters);
  return {
    plants,
    inverters,
    plant: (id) => plants.find((plant) => plant.id === id),
    inverter: (id) => inverters.find((inverter) => inverter.id === id),
    onChange: () => () => undefined,
    reconfigure: () => Promise.resolve(),
    test: () => Promise.reject(new PlenticoreError("UNREACHABLE_REFUSED", "no device is there")),
    start: () => undefined,
    close: () => Promise.resolve(),
  };
}

export interface ChangingFleet {
  readonly fleet: Fleet;
  /** Takes over other plants, as a reload of the configuration does. */
  readonly change: (plants: readonly Plant[]) => void;
}

/** A fake fleet whose configuration changes. */
export function changingFleet(plants: readonly Plant[]): ChangingFleet {
  let now = fakeFleet(plants);
  const listeners = new Set<() => void>();
  return {
    fleet: {
      ...now,
      get plants() {
        return now.plants;
      },
      get inverters() {
        return now.inverters;
      },
      plant: (id) => now.plant(id),
      inverter: (id) => now.inverter(id),
      onChange: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    change: (others) => {
      now = fakeFleet(others);
      for (const listener of listeners) listener();
    },
  };
}
