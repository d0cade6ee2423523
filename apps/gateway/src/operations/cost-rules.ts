import type { Inverter, Plant } from "@plenticore/core";
import type { FleetView } from "../auth/fleet-view.ts";

/** Where in an answer a selection stands: how many objects of its kind there may be, and whose they are. */
export interface Place {
  readonly times: number;
  readonly inverters: readonly Inverter[];
  readonly plants: readonly Plant[];
}

/** Collects the requests that reads cause. */
export interface Ledger {
  /** What is wanted in the same moment from the same inverter is one request, however often it is asked for. */
  merged(inverters: readonly Inverter[], request: string): void;
  /** As many requests of their own for each. */
  own(inverters: readonly Inverter[], count?: number): void;
}

type Arguments = Readonly<Record<string, unknown>>;

/** What a field costs, and where its selection stands. Undefined: nothing, and where the field itself stands. */
export type CostRule = (place: Place, args: Arguments, ledger: Ledger, fleet: FleetView) => Place | undefined;

const ofInverters = (inverters: readonly Inverter[]): Place => ({ times: inverters.length, inverters, plants: [] });
const ofPlants = (plants: readonly Plant[]): Place => ({ times: plants.length, inverters: [], plants });
const known = <Member>(member: Member | undefined): Member[] => (member === undefined ? [] : [member]);

function wanted(fleet: FleetView, { ids, plantId }: Arguments): readonly Inverter[] {
  const inverters = typeof plantId === "string" ? (fleet.plant(plantId)?.inverters ?? []) : fleet.inverters;
  if (!Array.isArray(ids)) return inverters;
  const byId = new Map(inverters.map((inverter) => [inverter.id, inverter]));
  // An id that stands twice is answered twice.
  return ids.flatMap((id: string) => known(byId.get(id)));
}

const inverterOf = (fleet: FleetView, { id, inverterId }: Arguments): Inverter[] =>
  known(fleet.inverter(String(inverterId ?? id)));

const free: CostRule = () => undefined;

/** One merged read of live values, energy or process data. */
const values: CostRule = ({ inverters, plants }, _args, ledger) => {
  ledger.merged(inverters, processData);
  for (const plant of plants) ledger.merged(plant.inverters, processData);
  return undefined;
};

/** One merged read of settings. */
const settings: CostRule = ({ inverters }, _args, ledger) => {
  ledger.merged(inverters, "POST /settings");
  return undefined;
};

/** Requests of the field's own. */
const own =
  (count = 1): CostRule =>
  ({ inverters }, _args, ledger) => {
    ledger.own(inverters, count);
    return undefined;
  };

const rows =
  (argument: string): CostRule =>
  (place, args, ledger) => {
    ledger.own(place.inverters);
    return { ...place, times: place.times * Math.max(1, Number(args[argument] ?? 1)) };
  };

const processData = "POST /processdata";

/** A module without ids is read whole, by a request of its own. */
function selected(inverters: readonly Inverter[], { select }: Arguments, ledger: Ledger): void {
  for (const selector of Array.isArray(select) ? select : [{ ids: [] }]) {
    const { moduleId, ids } = selector as { readonly moduleId?: string; readonly ids?: unknown };
    ledger.merged(inverters, Array.isArray(ids) ? processData : `GET /processdata/${moduleId}`);
  }
}

/** A mutation and the requests that it makes; what its result reads of the inverter comes on top. */
const mutation =
  (count: number): CostRule =>
  (_place, { input }, ledger, fleet) => {
    const { inverterId, id } = input as { readonly inverterId?: unknown; readonly id?: unknown };
    const inverters = inverterOf(fleet, { inverterId, id });
    ledger.own(inverters.length > 0 ? inverters : nobody, count);
    return { times: 1, inverters, plants: [] };
  };

/** Stands for an inverter that is not, or not yet, there. */
const nobody: readonly Inverter[] = [{} as Inverter];

/** Before, write, and read back. */
const write = mutation(3);
const action = mutation(1);
/** Three messages of the handshake, and what is asked of a new session. */
const login = mutation(6);

const watched =
  (read: CostRule): CostRule =>
  (_place, args, ledger, fleet) => {
    const place = ofInverters(wanted(fleet, args));
    read(place, args, ledger, fleet);
    return place;
  };

/** Every field of the types through which inverters are reached; a test holds that none is missing. */
export const costRules: Readonly<Record<string, Readonly<Record<string, CostRule>>>> = {
  Query: {
    viewer: free,
    plants: (_place, _args, _ledger, fleet) => ofPlants(fleet.plants),
    plant: (_place, { id }, _ledger, fleet) => ofPlants(known(fleet.plant(String(id)))),
    inverters: (_place, args, _ledger, fleet) => ofInverters(wanted(fleet, args)),
    inverter: (_place, args, _ledger, fleet) => ofInverters(inverterOf(fleet, args)),
    node: (_place, args, _ledger, fleet) => ({
      times: 1,
      inverters: inverterOf(fleet, args),
      plants: known(fleet.plant(String(args["id"]))),
    }),
  },
  Viewer: {
    name: free,
    role: free,
    plants: (_place, _args, _ledger, fleet) => ofPlants(fleet.plants),
    readOnly: free,
  },
  Plant: {
    id: free,
    name: free,
    timeZone: free,
    inverters: ({ plants }) => ofInverters(plants.flatMap(({ inverters }) => inverters)),
    live: values,
    energy: values,
  },
  Inverter: {
    id: free,
    name: free,
    url: free,
    peakPower: free,
    readOnly: free,
    availability: free,
    // Read once a login, and kept: version, product, modules, processDataIds.
    version: free,
    session: own(),
    product: free,
    modules: free,
    live: values,
    energy: values,
    processDataIds: free,
    processData: ({ inverters }, args, ledger) => {
      selected(inverters, args, ledger);
      return undefined;
    },
    settingDescriptions: own(),
    settings,
    batteryTimePlan: settings,
    batteryLimits: free,
    events: rows("max"),
    firmwareUpdate: own(),
    update: own(2),
    logData: rows("first"),
    capabilities: settings,
  },
  // Its rows are counted by logData.
  LogDataConnection: { edges: (place) => place, pageInfo: free },
  Mutation: {
    writeSettings: write,
    setMinSoc: write,
    setShadowManagement: write,
    setBatteryTimePlan: write,
    setBatteryLimits: write,
    setDevicePassword: write,
    rebootInverter: action,
    restoreFactorySettings: action,
    startUpdate: action,
    reconnectInverter: login,
    disconnectInverter: action,
    testInverter: login,
    addInverter: login,
    updateInverter: login,
    removeInverter: action,
  },
  Subscription: {
    inverterLive: watched(values),
    plantLive: (_place, { id }, ledger, fleet) => {
      const place = ofPlants(known(fleet.plant(String(id))));
      for (const { inverters } of place.plants) ledger.merged(inverters, processData);
      return place;
    },
    inverterEnergy: watched(values),
    processData: (_place, args, ledger, fleet) => {
      const place = ofInverters(inverterOf(fleet, args));
      selected(place.inverters, args, ledger);
      return place;
    },
    availability: watched(free),
    deviceEvents: watched(own()),
    update: (_place, args, ledger, fleet) => {
      const place = ofInverters(inverterOf(fleet, args));
      ledger.own(place.inverters, 2);
      return place;
    },
  },
};
